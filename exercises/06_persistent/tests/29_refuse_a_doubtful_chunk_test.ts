import { suite, variant } from "../../../kit/mod.ts";
import { postChunks } from "./chunks.ts";
import { expectRefused } from "./smuggling.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 sections 7.1 and 11.2: a chunk-size is hexadecimal digits " +
    "alone, followed by extensions or CR LF",
});

const SIZES = [
  ...["+5", "-5", "-0", "0x5", "5 ", " 5", "\t5", "5 5", "5_0", "5.0", "5,5"],
  ...["5h", "٥", "5\x0b", "5\r"],
];

Deno.test(
  test("a size that is not hexadecimal digits is refused", {}, async () => {
    for (const line of SIZES) await expectLineRefused(line, [400]);
  }),
);

const EXTENSIONS = [
  ...["5;", "5;=a", '5;a="', '5;a="b"c', '5;a="\r"', "5;a\0"],
  ...["5;a\nb", "5;a\rb"],
];

Deno.test(test("a malformed extension is refused", {
  because:
    "RFC 9112 section 7.1.1: a name, or a name with a token or a quoted " +
    "string; another server may take a line end within it for the end",
}, async () => {
  for (const line of EXTENSIONS) await expectLineRefused(line, [400]);
}));

// 2^64 + 5, 2^53 + 1, and one more digit than 2^64 has.
const TOO_LARGE = ["10000000000000005", "20000000000001", "ffffffffffffffff5"];

Deno.test(test("a size beyond all limits is refused", {
  because:
    "RFC 9112 section 7.1: a server must be prepared for sizes that no " +
    "number can hold",
}, async () => {
  for (const line of TOO_LARGE) await expectLineRefused(line, [400, 413]);
}));

/** Sends a body that begins with such a line. */
async function expectLineRefused(
  line: string,
  statuses: readonly number[],
): Promise<void> {
  await variant(JSON.stringify(line), () => {
    const chunks = `${line}\r\nhello\r\n0\r\n\r\n`;
    return expectRefused(postChunks(chunks), statuses);
  });
}
