import {
  expectStatus,
  expectVariable,
  get,
  SHOW_VARIABLES,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 sections 3.3, 4.1.5 and 4.1.13",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/env.ts/a%20path/below",
});

type PathRow = readonly [target: string, name: string, info: string];

const PATHS: readonly PathRow[] = [
  ["/cgi-bin/show", "/cgi-bin/show", ""],
  ["/cgi-bin/show/", "/cgi-bin/show", "/"],
  ["/cgi-bin/show/a/b?c/d", "/cgi-bin/show", "/a/b"],
  ["/cgi-bin/show/a//b/", "/cgi-bin/show", "/a//b/"],
  ["/cgi-bin/show/show", "/cgi-bin/show", "/show"],
  ["/cgi-bin/below/show/a", "/cgi-bin/below/show", "/a"],
];

Deno.test(test("the first file on the way is the program", {}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
    "below/show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(PATHS, async ([target, scriptName, pathInfo]) => {
    const response = await server.exchange(get(target));
    expectStatus(response, 200, {
      likely: response.status === 404
        ? "the whole path is taken for the file: go from name to name to the " +
          "first one that is a file"
        : undefined,
    });
    expectVariable(response, "SCRIPT_NAME", scriptName);
    expectVariable(response, "PATH_INFO", pathInfo);
  });
}));

const ENCODED: readonly PathRow[] = [
  ["/cgi-bin/show/Gr%C3%BC%C3%9Fe%20x", "/cgi-bin/show", "/Grüße x"],
  ["/cgi-bin/%73how/a+b", "/cgi-bin/show", "/a+b"],
  ["/cgi-bin/two%20words/x", "/cgi-bin/two words", "/x"],
  ["/cgi-bin/show/%2541", "/cgi-bin/show", "/%41"],
];

Deno.test(test("each name of the path is decoded once", {
  because: "RFC 3875 sections 4.1.5 and 4.1.13: the values are not URL-encoded",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
    "two words": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(ENCODED, async ([target, scriptName, pathInfo]) => {
    const response = await server.exchange(get(target));
    expectStatus(response, 200);
    expectVariable(response, "SCRIPT_NAME", scriptName);
    expectVariable(response, "PATH_INFO", pathInfo, {
      likely: target.includes("%25")
        ? "the path is decoded twice: %2541 is the text %41"
        : target.includes("+")
        ? 'a "+" is a space in a form, and a "+" in a path'
        : undefined,
    });
  });
}));
