import {
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  expectVariable,
  get,
  httpRequest,
  post,
  SHOW_VARIABLES,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { FOR_SH, type Row, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 6.2.2: as if the client had asked for it",
});

/** A program that redirects. The client must not see its other output. */
function goTo(path: string): string {
  return `echo 'Location: ${path}'\necho 'Set-Cookie: a=1'\n` +
    `echo 'Content-Type: text/plain'\necho\necho unseen`;
}

Deno.test(
  test("a Location on this server is answered from there", {}, async () => {
    await using directory = await TempDir.createScripts({
      "bin/to-site": goTo("/page.txt"),
      "bin/to-program": goTo("/cgi-bin/to-site"),
      "bin/to-root": goTo("/"),
      "bin/see-other": `echo 'Status: 303'\n${goTo("/page.txt")}`,
    });
    await directory.write("page.txt", "the page");
    await directory.write("index.html", "the page");
    const scripts = { "/cgi-bin": directory.resolve("bin") };
    await using server = await start(serve, { root: directory.path, scripts });
    const rows: Row[] = [["to-site"], ["to-program"], ["to-root"]];
    await sideBySide(rows, async ([name]) => {
      const response = await server.exchange(get(`/cgi-bin/${name}`));
      expectStatus(response, 200, {
        likely: response.status === 302
          ? "the client is redirected: call your own handler again instead"
          : undefined,
      });
      expectBody(response, "the page");
      expectNoField(response, "Location");
      expectNoField(response, "Set-Cookie");
    });
    await sideBySide([["with Status"]], async () => {
      const response = await server.exchange(get("/cgi-bin/see-other"));
      expectStatus(response, 303);
      expectField(response, "Location", "/page.txt");
    });
  }),
);

Deno.test(test("the new request is a GET without a body", {}, async () => {
  await using directory = await TempDir.createScripts({
    "go": goTo("/cgi-bin/show/two words/voilà?from=to%20a program"),
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  const fields = ["Content-Type: text/plain", "X-Content-Colour: blue"];
  const response = await server.exchange(
    post("/cgi-bin/go?x", "the body", ...fields),
  );
  expectVariable(response, "REQUEST_METHOD", "GET");
  expectVariable(response, "SCRIPT_NAME", "/cgi-bin/show");
  expectVariable(response, "PATH_INFO", "/two words/voilà", {
    likely: "a program may write what no client could send: percent-encode " +
      "the bytes that are not from ! to ~",
  });
  expectVariable(response, "QUERY_STRING", "from=to%20a%20program");
  expectVariable(response, "HTTP_HOST", "localhost");
  expectVariable(response, "HTTP_X_CONTENT_COLOUR", "blue");
  expectVariable(response, "CONTENT_LENGTH", undefined, {
    likely: "contentLength is copied from the first request",
  });
  expectVariable(response, "CONTENT_TYPE", undefined, {
    likely: "the fields that describe the body are copied: leave out those " +
      "that begin with content- or transfer-",
  });
}));

Deno.test(test("a HEAD stays a HEAD", {
  because: "RFC 9110 section 9.3.2: HEAD asks for the same answer as GET",
}, async () => {
  await using directory = await TempDir.createScripts({
    "go": goTo("/cgi-bin/show"),
    "show": 'echo "X-Method: $REQUEST_METHOD"\n' + SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  const lines = ["HEAD /cgi-bin/go HTTP/1.1", "Host: localhost"];
  const request = httpRequest(lines);
  const response = await server.exchange(request, { method: "HEAD" });
  expectField(response, "X-Method", "HEAD");
}));

const CIRCLES: readonly [name: string, status: number][] = [
  ["to-itself", 502],
  ["there", 502],
  ["hop-11", 502],
  ["to-part", 502],
  ["hop-10", 200],
];

Deno.test(test("after ten redirects it is 502", {
  because: "a circle would keep the server busy for ever",
}, async () => {
  await using directory = await TempDir.createScripts({
    "to-itself": goTo("/cgi-bin/to-itself"),
    "there": goTo("/cgi-bin/and-back"),
    "and-back": goTo("/cgi-bin/there"),
    "to-part": goTo("/cgi-bin/hop-0#part"),
    "hop-0": SHOW_VARIABLES,
  });
  for (let hop = 1; hop <= 11; hop++) {
    await directory.writeScript(`hop-${hop}`, goTo(`/cgi-bin/hop-${hop - 1}`));
  }
  await using server = await startWith(directory);
  await sideBySide(CIRCLES, async ([name, status]) => {
    const response = await server.exchange(get(`/cgi-bin/${name}`), {
      likely: { silence: "the handler calls itself without counting" },
    });
    expectStatus(response, status);
  });
}));
