import {
  expectBody,
  expectInBody,
  expectStatus,
  get,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { FOR_SH, type Row, sideBySide, startCgi, startOf } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 3.2: the server decides which paths are programs",
});

/** Serves two directories of programs, next to a site. */
function startBoth(first: TempDir, second: TempDir): Promise<ServerUnderTest> {
  const scripts = {
    "/cgi-bin": first.path,
    "/cgi-bin/more": second.path,
    "/more/programs": second.path,
  };
  return startCgi({ scripts }, ({ path }) => ({
    status: 200,
    headers: { "Content-Type": "text/plain" },
    body: `the site has ${path}`,
  }));
}

const PROGRAMS: readonly [path: string, body: string][] = [
  ["/cgi-bin/greet", "first\n"],
  ["/more/programs/greet", "second\n"],
  ["/cgi-bin/more/greet", "second\n"],
];

Deno.test(test("a prefix leads to its directory", {}, async () => {
  await using first = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho first`,
  });
  await using second = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho second`,
  });
  await using server = await startBoth(first, second);
  await sideBySide(PROGRAMS, async ([path, body]) => {
    const response = await server.exchange(get(path));
    expectStatus(response, 200, {
      likely: path === "/cgi-bin/more/greet" && response.status === 404
        ? "two prefixes fit: take the one with more names"
        : undefined,
    });
    expectBody(response, body, {
      likely: startOf(response).startsWith("the site has")
        ? "the request was given to the site, although the path is below a prefix"
        : undefined,
    });
  });
}));

const SITE: readonly Row[] = [
  ["/"],
  ["/greet"],
  ["/more/greet"],
  ["/cgi-binary/greet"],
  ["/below/cgi-bin/greet"],
];

Deno.test(test("all other paths are the site's", {
  try: "curl -i http://127.0.0.1:8000/",
}, async () => {
  await using first = await TempDir.create();
  await using second = await TempDir.create();
  await using server = await startBoth(first, second);
  await sideBySide(SITE, async ([path]) => {
    const response = await server.exchange(get(path));
    expectStatus(response, 200, {
      likely: path === "/cgi-binary/greet"
        ? 'path.startsWith("/cgi-bin") is true for "/cgi-binary" too: compare ' +
          "whole names"
        : "the path is not below a prefix: return site(request)",
    });
    expectBody(response, `the site has ${path}`);
  });
}));

Deno.test(test("without the option, the course's programs run", {
  try: "curl -i http://127.0.0.1:8000/cgi-bin/hello.sh",
}, async () => {
  await using server = await start(serve);
  await sideBySide([["/cgi-bin"], ["/ht-bin"]], async ([prefix]) => {
    const response = await server.exchange(get(`${prefix}/hello.sh`));
    expectStatus(response, 200, {
      likely: response.status === 404
        ? `${prefix} has no default: without options.scripts, both prefixes ` +
          "lead to DEFAULT_DIRECTORY, which is a URL"
        : undefined,
    });
    expectInBody(response, "Hello from sh");
  });
}));
