import {
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startWith, writePrograms } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

type Program = readonly [name: string, script: string];

/** A program with one more field line, which printf writes. */
function saying(line: string): Program {
  return [line, `printf '${line}\\n'\n${TEXT_HEADER}\nprintf hm!`];
}

/** The backslash itself, for printf. */
const BACKSLASH = "\\134";

const LOCATIONS = [
  "Location: page.html",
  "Location: ?query",
  "Location: //evil.example/",
  `Location: /${BACKSLASH}evil.example/`,
  "Location: https://a.example/\\tb",
].map(saying);

const FRAMING = [
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: identity",
  "Content-Length: three",
  "Content-Length: 3, 3",
  "Content-Length: +3",
  "Content-Length: 0x3",
].map(saying);

/** Expects 502 for each program. */
async function expectBadGateway(
  rows: readonly Program[],
  likely: string,
): Promise<void> {
  await using directory = await TempDir.create();
  await writePrograms(directory, rows);
  await using server = await startWith(directory);
  await sideBySide(rows, async (_, index) => {
    const response = await server.exchange(get(`/cgi-bin/say${index}`));
    expectStatus(response, 502, {
      likely: response.status < 500 ? likely : undefined,
    });
  });
}

Deno.test(test("a Location without a scheme and one slash is 502", {
  because: "RFC 3875 section 6.3.2: an absolute URI or a path; browsers take " +
    "//host and /\\host for another host",
}, async () => {
  await expectBadGateway(
    LOCATIONS,
    "the value is not checked: it begins with a scheme, or with one slash that " +
      "neither a slash nor a backslash follows",
  );
}));

Deno.test(test("framing that is not yours is 502", {
  because:
    "RFC 3875 section 6.3.4: the transfer coding belongs to the server; " +
    "RFC 9110 section 8.6: Content-Length is digits",
}, async () => {
  await expectBadGateway(
    FRAMING,
    "the field is sent on or dropped: the client would take a wrong length, or " +
      "chunks for content",
  );
}));
