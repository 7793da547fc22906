import {
  expectStatus,
  expectThat,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, startCgi } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because:
    "a program may repeat what a client has sent: that client could forge " +
    "a line of the log, or control the terminal that shows it",
});

Deno.test(
  test("stderr brings no control character into the log", {}, async () => {
    const said =
      "first\\nsecond\\r127.0.0.1:1 forged\\033[2J\\302\\233\\177\\r\\n" +
      "last\\rof all\\r\\n";
    await using directory = await TempDir.createScripts({
      "say": `printf '${said}' >&2\n${TEXT_HEADER}\necho hello`,
    });
    const scripts = { "/cgi-bin": directory.path };
    await using server = await startCgi({ scripts });
    expectStatus(await server.exchange(get("/cgi-bin/say")), 200);
    for (const text of ["first", "second", "forged", "last"]) {
      expectClean(await server.logged(text));
    }
    const last = await server.logged("last");
    expectThat(last.endsWith("of all"), "the line end is a part of the line", {
      expected: "nothing stands for the CR of a CR LF",
    });
  }),
);

Deno.test(test("nor does output that is refused", {}, async () => {
  await using directory = await TempDir.createScripts({
    "say": `printf 'forged\\033[2J \\302\\233\\n\\n'`,
  });
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts });
  expectStatus(await server.exchange(get("/cgi-bin/say")), 502);
  expectClean(await server.logged("/cgi-bin/say"));
}));

/** Expects that a line of the log has no control character. */
function expectClean(line: string): void {
  const control = /\p{Cc}/u.exec(line)?.[0];
  if (control === undefined) return;
  const code = control.charCodeAt(0);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  expectThat(false, `a line of the log has the control character ${name}`, {
    expected: "no character from U+0000 to U+001F and U+007F to U+009F",
    likely: code < 0x20
      ? "the text is logged as it came: escape every /\\p{Cc}/gu"
      : "only the control characters of ASCII are escaped: /\\p{Cc}/gu matches " +
        "U+007F to U+009F too",
  });
}
