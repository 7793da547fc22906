import {
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startCgi, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "the header is kept in memory until its end is found",
});

/** How many bytes the header may have in the first test. */
const LIMIT = 100;

/** A header of so many bytes with its line ends, without the empty line. */
function headerOf(bytes: number, lineEnd: string): string {
  const type = `Content-Type: text/plain${lineEnd}X-Padding: `;
  return type + "x".repeat(bytes - type.length - lineEnd.length) + lineEnd;
}

const SIZES: readonly [
  name: string,
  bytes: number,
  lineEnd: string,
  status: number,
][] = [
  ["100 bytes with LF", LIMIT, "\n", 200],
  ["100 bytes with CR LF", LIMIT, "\r\n", 200],
  ["101 bytes with LF", LIMIT + 1, "\n", 502],
  ["101 bytes with CR LF", LIMIT + 1, "\r\n", 502],
];

Deno.test(test("a header of more than maxHeaderBytes is 502", {}, async () => {
  await using directory = await TempDir.create();
  for (const [index, [, bytes, lineEnd]] of SIZES.entries()) {
    const output = `${headerOf(bytes, lineEnd)}${lineEnd}the body`;
    await directory.write(`output${index}`, output);
    await directory.writeScript(`print${index}`, `cat output${index}`);
  }
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts, maxHeaderBytes: LIMIT });
  await sideBySide(SIZES, async ([, , , status], index) => {
    const response = await server.exchange(get(`/cgi-bin/print${index}`));
    expectStatus(response, status, {
      likely: status === 200
        ? "the limit is for the field lines with their line ends: neither the " +
          "empty line nor the body counts"
        : undefined,
    });
  });
}));

Deno.test(test("a header that never ends is 502", {
  because: "the default of maxHeaderBytes is 32 768",
}, async () => {
  await using directory = await TempDir.createScripts({
    "long": `yes 'X-Name: Ada' | head -n 5000\n${TEXT_HEADER}\necho hm`,
    "endless": "while echo 'X-Name: Ada'; do :; done",
  });
  await using server = await startWith(directory);
  await sideBySide([["long"], ["endless"]], async ([name]) => {
    const response = await server.exchange(get(`/cgi-bin/${name}`), {
      likely: {
        silence:
          "the server reads on until the header ends: compare its length " +
          "with the limit after each read",
      },
    });
    expectStatus(response, 502);
  });
}));
