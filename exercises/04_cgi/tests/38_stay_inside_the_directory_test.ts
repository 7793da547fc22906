import {
  expectNotInBody,
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, type Row, sideBySide, startCgi } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  try: "curl -i --path-as-is http://127.0.0.1:8000/cgi-bin/../cgi-bin/hello.sh",
});

/** Expects a status for each path, and that no other program has run. */
async function expectForEach(
  targets: readonly string[],
  status: number,
  likely: (status: number) => string | undefined,
): Promise<void> {
  await using outer = await TempDir.createScripts({
    "outside": `${TEXT_HEADER}\necho swordfish`,
    "cgi-bin/greet": `${TEXT_HEADER}\necho hello`,
    "cgi-bin/below/greet": `${TEXT_HEADER}\necho hello`,
    "cgi-bin/back\\slash": `${TEXT_HEADER}\necho swordfish`,
    "cgi-bin/.hidden": `${TEXT_HEADER}\necho swordfish`,
    "cgi-bin/.git/hook": `${TEXT_HEADER}\necho swordfish`,
  });
  await Deno.symlink(outer.resolve("outside"), outer.resolve("cgi-bin/link"));
  await Deno.symlink(outer.path, outer.resolve("cgi-bin/linked"));
  const scripts = { "/cgi-bin": outer.resolve("cgi-bin") };
  await using server = await startCgi({ scripts });
  const rows: Row[] = targets.map((target) => [target]);
  await sideBySide(rows, async ([target]) => {
    const response = await server.exchange(get(target));
    const cause = { likely: likely(response.status) };
    expectNotInBody(response, "swordfish", cause);
    expectStatus(response, status, cause);
  });
}

Deno.test(test("nothing outside the directory runs", {
  because: "RFC 3875 section 9.8: be careful with ..",
}, async () => {
  await expectForEach(
    [
      "/cgi-bin/../outside",
      "/cgi-bin/%2E%2E/outside",
      "/cgi-bin/..%2Foutside",
      "/cgi-bin/..%5Coutside",
      "/cgi-bin/below/../../outside",
      "/cgi-bin/link",
      "/cgi-bin/linked/outside",
    ],
    404,
    (status) =>
      status === 200
        ? "the path is joined to the directory, and the result is run: look where " +
          "it is with Deno.realPath()"
        : undefined,
  );
}));

Deno.test(test("no name is hidden, a step or two names in one", {
  because: "a directory may have .git or .env, which are not for visitors",
}, async () => {
  await expectForEach(
    [
      "/cgi-bin/.hidden",
      "/cgi-bin/.git/hook",
      "/cgi-bin/./greet",
      "/cgi-bin/%2E/greet",
      "/cgi-bin/below/../greet",
      "/cgi-bin//greet",
      "/cgi-bin/below%2Fgreet",
      "/cgi-bin/back%5Cslash",
      "/cgi-bin/greet/a%2Fb",
      "/cgi-bin/greet/.",
      "/cgi-bin/greet/..",
    ],
    404,
    (status) =>
      status === 200
        ? "names are not checked one by one: refuse those that begin with a dot, " +
          "are empty, or contain a slash after decoding"
        : undefined,
  );
}));

Deno.test(test("a path that cannot be decoded is 400", {
  because: "RFC 9110 section 15.5.1",
}, async () => {
  await expectForEach(
    [
      "/cgi-bin/%zz",
      "/cgi-bin/%FF",
      "/cgi-bin/greet%00",
      "/cgi-bin/greet/%FF",
      "/cgi-bin/greet/%00",
      "/cgi-bin/greet%00.txt",
    ],
    400,
    (status) =>
      status === 500
        ? "decodeURIComponent throws URIError, and Deno.stat throws TypeError for " +
          "a NUL: check both yourself"
        : undefined,
  );
}));
