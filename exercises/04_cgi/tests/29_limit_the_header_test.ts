import {
  expectStatus,
  Gate,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import {
  FOR_SH,
  letPrint,
  printPieces,
  sideBySide,
  startCgi,
  startWith,
} from "./programs.ts";

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
  maxHeaderBytes?: number,
][] = [
  ["100 bytes with LF", LIMIT, "\n", 200, LIMIT],
  ["100 bytes with CR LF", LIMIT, "\r\n", 200, LIMIT],
  ["101 bytes with LF", LIMIT + 1, "\n", 502, LIMIT],
  ["101 bytes with CR LF", LIMIT + 1, "\r\n", 502, LIMIT],
  ["32768 bytes without the option", 32_768, "\n", 200],
  ["32769 bytes without the option", 32_769, "\n", 502],
];

Deno.test(test("a header of more than maxHeaderBytes is 502", {}, async () => {
  await using directory = await TempDir.create();
  for (const [index, [, bytes, lineEnd]] of SIZES.entries()) {
    const output = `${headerOf(bytes, lineEnd)}${lineEnd}the body`;
    await directory.write(`output${index}`, output);
    await directory.writeScript(`print${index}`, `cat output${index}`);
  }
  const scripts = { "/cgi-bin": directory.path };
  await sideBySide(SIZES, async ([, , , status, maxHeaderBytes], index) => {
    await using server = await startCgi({ scripts, maxHeaderBytes });
    const response = await server.exchange(get(`/cgi-bin/print${index}`));
    expectStatus(response, status, {
      likely: status === 200
        ? "the limit is for the field lines with their line ends: neither the " +
          "empty line nor the body counts"
        : undefined,
    });
  });
}));

Deno.test(test("an empty line in pieces does not count, either", {
  because: "a pipe carries a stream of bytes: a read may end anywhere",
}, async () => {
  await using directory = await TempDir.create();
  await using gate = await Gate.create(directory);
  const mark = directory.resolve("mark");
  const header = headerOf(LIMIT, "\r\n")
    .replaceAll("\r", "\\r").replaceAll("\n", "\\n");
  const pieces = [`${header}\\r`, "\\nthe body"];
  await directory.writeScript("say", printPieces(pieces, gate, mark));
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts, maxHeaderBytes: LIMIT });
  const answering = server.exchange(get("/cgi-bin/say"));
  await letPrint({ gate, mark, until: answering });
  expectStatus(await answering, 200, {
    likely:
      "the CR of the empty line arrives first, and is counted as a part " +
      "of the header",
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
