/**
 * The suite of stage 04, tasks 1 to 5: which program runs, and what it is told.
 * What it answers is in `stdout_test.ts` and `tongues_test.ts`; whom to trust in
 * `trust_test.ts`; what must end, and what is hidden, in `unruly_test.ts` and
 * `veiled_test.ts`.
 *
 * @module
 */

import { serveHttp } from "../../solutions/02_http.ts";
import {
  concat,
  expectBody,
  expectField,
  expectNotInBody,
  expectStatus,
  expectVariable,
  get,
  httpRequest,
  post,
  type ServerUnderTest,
  SHOW_VARIABLES,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import { startWith } from "./program_server.ts";
import { cgi } from "./server.ts";

/** The programs of this suite are written for sh: Windows skips the tests. */
const task = suite(import.meta.url, { needs: ["sh"] });

/** Serves programs, beside a site that has something to say on every path. */
function startBesideSite(
  scripts: Record<string, string>,
): Promise<ServerUnderTest> {
  return start((options) =>
    serveHttp(
      options,
      cgi({ scripts, log: options.log }, ({ path }) => ({
        status: 200,
        headers: { "Content-Type": "text/plain" },
        body: `the site has ${path}`,
      })),
    )
  );
}

Deno.test(task(1, "what a program prints behind its header is the answer", {
  because: "RFC 3875 section 6.2: header fields, an empty line, the body",
  likely: "all of the output is sent as body: cut it at the empty line, and " +
    "make fields of the lines before it",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/hello.sh",
}, async () => {
  await using directory = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho 'Hello from a program'`,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/greet"));
  expectStatus(response, 200);
  expectField(response, "Content-Type", "text/plain");
  expectBody(response, "Hello from a program\n");
}));

Deno.test(task(1, "a prefix leads to its directory, other paths to the site", {
  because: "RFC 3875 section 3.2: the server decides which paths are programs",
  likely: 'path.startsWith("/cgi-bin") holds for "/cgi-binary" too: compare ' +
    "whole names",
  try: "curl -i http://127.0.0.1:8000/",
}, async () => {
  await using first = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho first`,
  });
  await using second = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho second`,
  });
  await using server = await startBesideSite({
    "/cgi-bin": first.path,
    "/more/programs": second.path,
  });
  const rows = [
    ["/cgi-bin/greet", "first\n"],
    ["/more/programs/greet", "second\n"],
    ["/", "the site has /"],
    ["/greet", "the site has /greet"],
    ["/more/greet", "the site has /more/greet"],
    ["/cgi-binary/greet", "the site has /cgi-binary/greet"],
    ["/below/cgi-bin/greet", "the site has /below/cgi-bin/greet"],
  ];
  for (const [path, body] of rows) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 200);
      expectBody(response, body);
    });
  }
}));

const QUERIES: readonly [target: string, query: string][] = [
  ["/cgi-bin/show?name=Ren%C3%A9&x=a+b", "name=Ren%C3%A9&x=a+b"],
  ["/cgi-bin/show?a?b", "a?b"],
  ["/cgi-bin/show?", ""],
  ["/cgi-bin/show", ""],
];

Deno.test(task(2, "a program is told the query and the method", {
  because: "RFC 3875 sections 4.1.7 and 4.1.12",
  likely: "Deno.Command takes them as env: { QUERY_STRING, REQUEST_METHOD }; " +
    "the query just as it came, and empty where there is none",
  try: "curl -i 'http://127.0.0.1:8000/cgi-bin/env.ts?name=Ren%C3%A9'",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  for (const [target, query] of QUERIES) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectVariable(response, "QUERY_STRING", query);
      expectVariable(response, "REQUEST_METHOD", "GET");
    });
  }
  for (const method of ["POST", "PUT", "DELETE", "BREW"]) {
    await variant(method, async () => {
      const lines = [`${method} /cgi-bin/show HTTP/1.1`, "Host: localhost"];
      const response = await server.exchange(httpRequest(lines));
      expectVariable(response, "REQUEST_METHOD", method);
    });
  }
}));

Deno.test(task(3, "the body of a request is the stdin of the program", {
  because: "RFC 3875 section 4.2; CONTENT_LENGTH says how much, section 4.1.2",
  likely: 'stdin: "piped", then write the body to child.stdin; what has no ' +
    "length, a program does not read",
  try: "curl -d firstname=Ada http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "read": [
      TEXT_HEADER,
      'echo "$CONTENT_LENGTH bytes of $CONTENT_TYPE:"',
      'head -c "${CONTENT_LENGTH:-0}"',
    ].join("\n"),
  });
  await using server = await startWith(directory);
  const type = "application/x-www-form-urlencoded";
  const response = await server.exchange(
    post("/cgi-bin/read", "firstname=Ada", `Content-Type: ${type}`),
  );
  expectStatus(response, 200);
  expectBody(response, `13 bytes of ${type}:\nfirstname=Ada`);
}));

Deno.test(task(3, "after the body, and nothing but the body, stdin ends", {
  because: "RFC 3875 section 4.2: at least CONTENT_LENGTH bytes, and none " +
    "that do not belong to the body",
  likely: "stdin is not closed, so a program that reads to the end waits for " +
    "ever; or the body went through a string, and lost its bytes",
  try: "curl --data-binary @fixtures/www/test.jpg " +
    "http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "echo": `echo 'Content-Type: application/octet-stream'\necho\ncat`,
  });
  await using server = await startWith(directory);
  const body = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
  const header = httpRequest([
    "POST /cgi-bin/echo HTTP/1.1",
    "Host: localhost",
    `Content-Length: ${body.length}`,
  ]);
  const more = toBytes("what follows is no part of the body");
  const request = concat([toBytes(header), body, more]);
  const response = await server.exchange(request);
  expectStatus(response, 200);
  expectBody(response, body);
}));

Deno.test(task(3, "without a body stdin is empty, and there is no length", {
  because: "RFC 3875 section 4.1.2: CONTENT_LENGTH is set if and only if " +
    "there is a body",
  likely:
    '`${undefined}` is "undefined": leave the variable out; and without ' +
    'a body stdin is "null", never the terminal of the server',
  try: "curl -i http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "look": [
      TEXT_HEADER,
      'echo "length: ${CONTENT_LENGTH-not set}"',
      'echo "type: ${CONTENT_TYPE-not set}"',
      'echo "stdin: $(cat)"',
    ].join("\n"),
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/look"));
  expectStatus(response, 200);
  expectBody(response, "length: not set\ntype: not set\nstdin: \n");
}));

Deno.test(task(4, "a program that is not there is 404", {
  because: "RFC 9110 section 15.5.5",
  likely:
    "Deno.Command throws NotFound, and that becomes a 500; or the path is " +
    "left to the site: below the prefix only programs answer",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/missing",
}, async () => {
  await using directory = await TempDir.createScripts({
    "below/greet": `${TEXT_HEADER}\necho hello`,
  });
  await using server = await startBesideSite({ "/cgi-bin": directory.path });
  const paths = [
    "/cgi-bin/missing",
    "/cgi-bin/missing/below",
    "/cgi-bin/",
    "/cgi-bin",
    "/cgi-bin/below/",
    "/cgi-bin/below",
  ];
  for (const path of paths) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 404);
    });
  }
  const response = await server.exchange(get("/cgi-bin/below/greet"));
  expectStatus(response, 200);
}));

Deno.test(task(4, "a file that may not be run is 403, and not shown", {
  because: "RFC 9110 section 15.5.4",
  likely:
    "Deno.Command throws PermissionDenied, or the file is sent instead: " +
    "look for an x in its mode, (mode & 0o111) !== 0",
}, async () => {
  await using directory = await TempDir.create({
    "secret": `#!/bin/sh\n${TEXT_HEADER}\necho swordfish\n`,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/secret"));
  expectStatus(response, 403);
  expectNotInBody(response, "swordfish");
}));

Deno.test(task(5, "a program is told who speaks to whom, and how", {
  because: "RFC 3875 section 4.1: these a server must set",
  likely: "one is forgotten; or Host is taken as it is: SERVER_NAME is the " +
    "name alone, and SERVER_PORT where you listen",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/env.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/show"));
  expectVariable(response, "GATEWAY_INTERFACE", "CGI/1.1");
  expectVariable(response, "SERVER_SOFTWARE", /./);
  expectVariable(response, "SERVER_PROTOCOL", "HTTP/1.1");
  expectVariable(response, "SERVER_PORT", `${server.addr.port}`);
  expectVariable(response, "REMOTE_ADDR", "127.0.0.1");
  expectVariable(response, "REMOTE_HOST", /^(127\.0\.0\.1|localhost)$/);
  const rows: [string, string, string, string][] = [
    ["Host: localhost", "HTTP/1.1", "Host: localhost", "localhost"],
    ["a port in Host", "HTTP/1.1", "Host: example.org:81", "example.org"],
    ["IPv6 in Host", "HTTP/1.1", "Host: [::1]:8000", "[::1]"],
    ["no Host in HTTP/1.0", "HTTP/1.0", "Accept: */*", "127.0.0.1"],
  ];
  for (const [name, version, fieldLine, serverName] of rows) {
    await variant(name, async () => {
      const lines = [`GET /cgi-bin/show ${version}`, fieldLine];
      const response = await server.exchange(httpRequest(lines));
      expectVariable(response, "SERVER_NAME", serverName);
      expectVariable(response, "SERVER_PORT", `${server.addr.port}`);
      expectVariable(response, "SERVER_PROTOCOL", version);
    });
  }
}));

const PATHS: readonly [target: string, name: string, info: string][] = [
  ["/cgi-bin/show", "/cgi-bin/show", ""],
  ["/cgi-bin/show/", "/cgi-bin/show", "/"],
  ["/cgi-bin/show/a/b?c/d", "/cgi-bin/show", "/a/b"],
  ["/cgi-bin/show/show", "/cgi-bin/show", "/show"],
  ["/cgi-bin/below/show/a", "/cgi-bin/below/show", "/a"],
  ["/cgi-bin/show/Gr%C3%BC%C3%9Fe%20%252F", "/cgi-bin/show", "/Grüße %2F"],
  ["/cgi-bin/%73how/a+b", "/cgi-bin/show", "/a+b"],
];

Deno.test(task(5, "a path names the program, and the rest is PATH_INFO", {
  because: "RFC 3875 sections 3.3, 4.1.5 and 4.1.13",
  likely: "the whole path is taken for the file: go from name to name to the " +
    "first that is a file; what is left is PATH_INFO, decoded once",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/env.ts/a%20path/below",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
    "below/show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  for (const [target, scriptName, pathInfo] of PATHS) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectVariable(response, "SCRIPT_NAME", scriptName);
      expectVariable(response, "PATH_INFO", pathInfo);
    });
  }
}));

Deno.test(task(5, "a program is told where its file is", {
  because: "it is not in RFC 3875, but interpreters look for their script " +
    "there: php-cgi finds none without SCRIPT_FILENAME",
  likely: "the variable is missing, or it has the path of the URL: it is the " +
    "path of the file, without symbolic links",
}, async () => {
  await using directory = await TempDir.createScripts({
    "below/show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/below/show/info"));
  const file = await Deno.realPath(directory.resolve("below/show"));
  expectVariable(response, "SCRIPT_FILENAME", file);
}));

Deno.test(task(5, "a cookie is not split at a comma", {
  because: "RFC 9110 section 5.3: a recipient must know a field to split " +
    "it, and the value of a cookie may contain a comma",
  likely:
    "a comma in HTTP_COOKIE is taken for one that has joined two fields: " +
    "pass on what `Headers` says",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  for (const value of ["note=tea, sugar=two", "a=1, b=2; c=3"]) {
    await variant(value, async () => {
      const request = get("/cgi-bin/show", `Cookie: ${value}`);
      const response = await server.exchange(request);
      expectVariable(response, "HTTP_COOKIE", value);
    });
  }
}));

Deno.test(task(5, "several Cookie fields become one, with semicolons", {
  because:
    "RFC 9110 section 5.3 and RFC 6265 section 5.4: a comma may be part " +
    "of a cookie, so it cannot separate two",
  likely:
    "the engine gives request.headers to the program, and it has joined " +
    "the fields with a comma: stage 02 has to join cookies with a semicolon",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  const fields = ["Cookie: a=1", "Cookie: b=2, 3", "Cookie: c=4"];
  const response = await server.exchange(get("/cgi-bin/show", ...fields));
  expectVariable(response, "HTTP_COOKIE", "a=1; b=2, 3; c=4");
}));

Deno.test(task(5, "a field of the request is a variable, HTTP_ and its name", {
  because: "RFC 3875 section 4.1.18",
  likely: "upper case, and an underscore for every dash; `Headers` joins the " +
    "values of a name with a comma, and has a character for every byte: " +
    "decode it from UTF-8",
  try: "curl -i -H 'X-Colour: blue' http://127.0.0.1:8000/cgi-bin/env.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(
    post(
      "/cgi-bin/show",
      "body",
      "User-Agent: the test of stage 04",
      "x-several-dashes: 1",
      "Accept-Language: de",
      "accept-language: zh;q=0.8",
      "X-Greeting: Grüße, 你好",
      "Content-Type: text/plain",
    ),
  );
  expectVariable(response, "HTTP_USER_AGENT", "the test of stage 04");
  expectVariable(response, "HTTP_HOST", "localhost");
  expectVariable(response, "HTTP_X_SEVERAL_DASHES", "1");
  expectVariable(response, "HTTP_ACCEPT_LANGUAGE", /^de, ?zh;q=0\.8$/);
  expectVariable(response, "HTTP_X_GREETING", "Grüße, 你好");
  expectVariable(response, "CONTENT_TYPE", "text/plain");
  const why = "what has a variable of its own needs no second";
  expectVariable(response, "HTTP_CONTENT_TYPE", undefined, { because: why });
  expectVariable(response, "HTTP_CONTENT_LENGTH", undefined, { because: why });
}));

Deno.test(task(5, "a program runs in the directory in which it is", {
  because: "RFC 3875 section 7.2",
  likely: "the working directory is the server's: Deno.Command takes cwd",
}, async () => {
  await using directory = await TempDir.createScripts({
    "below/greet": `${TEXT_HEADER}\ncat greeting`,
  });
  await directory.write("below/greeting", "Hello from the file beside it");
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/below/greet"));
  expectBody(response, "Hello from the file beside it");
}));
