import {
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startWith, writePrograms } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because:
    "RFC 3875 section 6.3: such a field must not appear twice; the second " +
    "may come from a client that got a line end into the first",
});

const TYPE = "Content-Type: text/plain";

const REPEATED: readonly [name: string, script: string][] = ([
  [TYPE, "Content-Type: text/html"],
  [TYPE, "content-type: text/plain"],
  ["Status: 200", "Status: 404", TYPE],
  ["Location: https://a.example/", "location: https://b.example/"],
  ["Content-Length: 3", "Content-Length: 1", TYPE],
  ["Content-Length: 3", "Content-Length: 3", TYPE],
] as const).map((lines) => [
  lines.join(", "),
  [...lines, "", "hm"].map((line) => `echo '${line}'`).join("\n"),
]);

Deno.test(
  test(
    "a field that may occur once is 502 if it occurs twice",
    {},
    async () => {
      await using directory = await TempDir.create();
      await writePrograms(directory, REPEATED);
      await using server = await startWith(directory);
      await sideBySide(REPEATED, async (_, index) => {
        const response = await server.exchange(get(`/cgi-bin/say${index}`));
        expectStatus(response, 502, {
          likely: response.status < 500
            ? "the first or the last of them is taken: count them"
            : undefined,
        });
      });
    },
  ),
);

Deno.test(test("other fields may be repeated", {}, async () => {
  await using directory = await TempDir.createScripts({
    "say": `echo 'Set-Cookie: a=1'\necho 'Set-Cookie: b=2'\n${TEXT_HEADER}`,
  });
  await using server = await startWith(directory);
  expectStatus(await server.exchange(get("/cgi-bin/say")), 200);
}));
