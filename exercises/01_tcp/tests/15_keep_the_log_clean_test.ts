import { expectThat, start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectYes, serveWith } from "./yes.ts";

const test = suite(import.meta.url, {
  because: "a client could forge a line of the log, or control the terminal " +
    "that shows it",
});

/** A line end, an escape sequence, DEL, a C1 control and NUL. */
const HOSTILE = "hello\r\n127.0.0.1:1 says admin\x1b[2J\x7f\u009b2J\0";

Deno.test(
  test("a client's message cannot forge a line of the log", {}, async () => {
    await using server = await start(serve);
    const connection = await server.connect();
    await connection.send(HOSTILE);
    await expectYes(connection);
    const line = await server.logged("hello");
    expectClean(server.log);
    const hasBoth = /\\u007f.*\\u009b/i.test(line);
    expectThat(hasBoth, "U+007F and U+009B are not escaped as in JSON", {
      expected: "\\u and four hexadecimal digits: \\u007f",
    });
  }),
);

Deno.test(
  test("a handler's error cannot forge a line of the log", {}, async () => {
    await using server = await start(serveWith(() => {
      throw new Error(HOSTILE);
    }));
    await (await server.connect()).readToEnd();
    await server.logged("hello");
    expectClean(server.log);
  }),
);

/** Expects that no line of the log has a control character. */
function expectClean(log: readonly string[]): void {
  for (const line of log) {
    const control = /\p{Cc}/u.exec(line)?.[0];
    if (control === undefined) continue;
    const code = control.charCodeAt(0);
    const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    expectThat(false, `a line of the log has the control character ${name}`, {
      expected: "no character from U+0000 to U+001F and U+007F to U+009F",
      likely: code < 0x20
        ? "the text is logged as it came: JSON.stringify escapes U+0000 to U+001F"
        : "JSON.stringify leaves U+007F to U+009F as they are",
    });
  }
}
