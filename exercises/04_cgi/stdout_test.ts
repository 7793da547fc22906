/**
 * The suite of stage 04, tasks 6 and 7: what a program writes, and when.
 *
 * @module
 */

import {
  expectBody,
  expectField,
  expectNoField,
  expectNotInBody,
  expectStatus,
  Failure,
  Gate,
  get,
  httpRequest,
  pause,
  post,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import { serveHttp } from "../../solutions/02_http.ts";
import { startWith } from "./program_server.ts";
import { cgi, serve } from "./server.ts";

/** The programs of this suite are written for sh: Windows skips the tests. */
const task = suite(import.meta.url, { needs: ["sh"] });

/** How long a body is that fits into no pipe, in bytes. */
const LARGE = 1_000_000;

const LINE_ENDS: readonly [name: string, output: string, body: string][] = [
  ["LF", "Content-Type: text/plain\nX-Colour: blue\n\nbody", "body"],
  ["CR LF", "Content-Type: text/plain\r\nX-Colour: blue\r\n\r\nbody", "body"],
  [
    "first one, then the other",
    "Content-Type: text/plain\r\n" +
    "X-Colour: blue\n\r\nbody",
    "body",
  ],
  [
    "empty lines in the body",
    "Content-Type: text/plain\nX-Colour: blue\n\n" +
    "\r\n\n\r\n\r\nbody\n",
    "\r\n\n\r\n\r\nbody\n",
  ],
  ["no body", "X-Colour: blue\nContent-Type: text/plain\n\n", ""],
];

Deno.test(task(6, "the lines of the header end with LF or with CR LF", {
  because: "RFC 3875 section 7.2: a line ends with LF, and servers should " +
    "also accept CR LF",
  likely: "the output is cut at one of the two only; or everywhere, so that " +
    "the body loses its own line ends",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/hello.sh",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await startWith(directory);
  for (const [name, output, body] of LINE_ENDS) {
    await directory.write("output", output);
    await directory.writeScript("print", `cat '${directory.path}/output'`);
    await variant(name, async () => {
      const response = await server.exchange(get("/cgi-bin/print"));
      expectStatus(response, 200);
      expectField(response, "Content-Type", "text/plain");
      expectField(response, "X-Colour", "blue");
      expectBody(response, body);
    });
  }
}));

const STATUSES: readonly [fieldLine: string, status: number][] = [
  ["Status: 404 Not Found", 404],
  ["Status: 201", 201],
  ["status:503 Come Again", 503],
  ["STATUS: 299 ", 299],
];

Deno.test(task(6, "Status is the status of the answer, and no field of it", {
  because: "RFC 3875 section 6.3.3",
  likely: "the field is sent on to the client, whom it does not concern, and " +
    "the status stays 200; or its name is compared with case",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await startWith(directory);
  for (const [fieldLine, status] of STATUSES) {
    await directory.writeScript(
      "say",
      `echo '${fieldLine}'\n${TEXT_HEADER}\necho hm`,
    );
    await variant(fieldLine, async () => {
      const response = await server.exchange(get("/cgi-bin/say"));
      expectStatus(response, status);
      expectNoField(response, "Status");
      expectBody(response, "hm\n");
    });
  }
}));

const ELSEWHERE = "https://example.org/there?a=b#c";

Deno.test(task(6, "a Location elsewhere is 302, or what Status says", {
  because: "RFC 3875 sections 6.2.3 and 6.2.4",
  likely: "a browser follows Location only where the status is 3xx",
}, async () => {
  const location = `echo 'Location: ${ELSEWHERE}'`;
  await using directory = await TempDir.createScripts({
    "found": `${location}\necho`,
    "moved":
      `${location}\necho 'Status: 301 Moved'\n${TEXT_HEADER}\necho there`,
    "created": `echo 'Status: 201'\n${location}\n${TEXT_HEADER}\necho there`,
  });
  await using server = await startWith(directory);
  const rows: [string, number, string][] = [
    ["found", 302, ""],
    ["moved", 301, "there\n"],
    ["created", 201, "there\n"],
  ];
  for (const [name, status, body] of rows) {
    await variant(name, async () => {
      const response = await server.exchange(get(`/cgi-bin/${name}`));
      expectStatus(response, status);
      expectField(response, "Location", ELSEWHERE);
      expectBody(response, body);
    });
  }
}));

/** What no URI may contain, and programs send all the same. */
const ODD_LOCATIONS: readonly string[] = [
  "https://a.example/?q=a|b",
  "https://a.example/?q={a}",
  "https://a.example/?q=a^2",
  "https://a.example/two words",
  'https://a.example/"quoted"',
  "https://a.example/voilà",
  "mailto:ada@a.example",
];

Deno.test(task(6, "a Location with a scheme is sent on unchanged", {
  because: "RFC 3875 section 6.2.3: the client decides what it can follow",
  likely: "a pattern for URIs refuses what browsers accept; or a pattern for " +
    "text meets bytes: \\s matches the byte A0, a part of à in UTF-8",
}, async () => {
  await using directory = await TempDir.createScripts({
    "go": `printf 'Location: '\ncat location\necho\necho`,
  });
  await using server = await startWith(directory);
  for (const location of ODD_LOCATIONS) {
    await directory.write("location", location);
    await variant(location, async () => {
      const response = await server.exchange(get("/cgi-bin/go"));
      expectStatus(response, 302);
      // `Headers` has one character for each byte.
      const bytes = toBytes(location);
      expectField(response, "Location", String.fromCharCode(...bytes));
    });
  }
}));

Deno.test(task(6, "all other fields are sent to the client", {
  because: "RFC 3875 section 6.3.4, RFC 6265 section 3 for Set-Cookie",
  likely: "the fields are kept by name, and Set-Cookie stands there twice: " +
    "use a list of pairs",
}, async () => {
  await using directory = await TempDir.createScripts({
    "cookies": [
      "echo 'Set-Cookie: a=1; Path=/'",
      "echo 'content-type:text/html;charset=utf-8'",
      "echo 'Set-Cookie: b=2; Path=/'",
      "echo 'Cache-Control:   no-store  '",
      "echo",
      "echo '<p>Cookies'",
    ].join("\n"),
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/cookies"));
  expectStatus(response, 200);
  expectField(response, "Content-Type", "text/html;charset=utf-8");
  expectField(response, "Cache-Control", "no-store");
  const cookies = response.headers.getSetCookie();
  if (cookies.join(" & ") === "a=1; Path=/ & b=2; Path=/") return;
  throw new Failure(`${cookies.length} of the two Set-Cookie have arrived`, {
    transcript: response.source.transcript,
    expected: "Set-Cookie: a=1; Path=/, then Set-Cookie: b=2; Path=/",
  });
}));

Deno.test(task(6, "HEAD gets the header only, and so does who is told 204", {
  because:
    "RFC 3875 section 4.3.3: the program may send a body all the same, " +
    "and the server must drop it",
  likely: "the engine drops the body of an answer to HEAD; but somebody must " +
    "then read, or stop, what nobody wants",
  try: "curl -I http://127.0.0.1:8000/cgi-bin/time.ts",
}, async () => {
  const method = 'echo "X-Method: $REQUEST_METHOD"';
  await using directory = await TempDir.createScripts({
    "page": `${method}\n${TEXT_HEADER}\nhead -c ${LARGE} /dev/zero`,
    "none": `${method}\necho 'Status: 204 No Content'\necho`,
  });
  await using server = await startWith(directory);
  await variant("HEAD", async () => {
    const lines = ["HEAD /cgi-bin/page HTTP/1.1", "Host: localhost"];
    const request = httpRequest(lines);
    const response = await server.exchange(request, { method: "HEAD" });
    expectStatus(response, 200);
    expectField(response, "Content-Type", "text/plain");
    expectField(response, "X-Method", "HEAD");
  });
  await variant("204", async () => {
    const response = await server.exchange(get("/cgi-bin/none"));
    expectStatus(response, 204);
    expectField(response, "X-Method", "GET");
  });
}));

Deno.test(task(6, "HEAD lets a program run to its end", {
  because: "a program may print first, and store something afterwards",
  likely:
    "the body of the answer is cancelled, and that kills the program: for " +
    "HEAD, read the output to its end and drop it",
}, async () => {
  await using directory = await TempDir.createScripts({
    "store": `${TEXT_HEADER}\necho page\nsleep 0.3\necho done > stored`,
  });
  await using server = await startWith(directory);
  const lines = ["HEAD /cgi-bin/store HTTP/1.1", "Host: localhost"];
  const request = httpRequest(lines);
  const response = await server.exchange(request, { method: "HEAD" });
  expectStatus(response, 200);
  await expectStored(directory.resolve("stored"));
}));

/** Waits for a file that a program writes. */
async function expectStored(path: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      if (await Deno.readTextFile(path) === "done\n") return;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await pause(20);
  }
  throw new Failure("the program has not stored anything", {
    expected: "after its output, it has time to write a file",
  });
}

Deno.test(task(7, "what a program has written is sent while it still runs", {
  because:
    "a program may have half an answer early, and take long for the rest",
  likely: "output() waits for the end of the program: spawn() it, read its " +
    "stdout up to the empty line, and make a stream of the rest",
}, async () => {
  await using directory = await TempDir.create();
  await using gate = await Gate.create(directory);
  await directory.writeScript(
    "slow",
    `${TEXT_HEADER}\necho 'the first half'\n${gate.wait}\necho 'the second half'`,
  );
  await using server = await startWith(directory);
  const connection = await server.connect();
  await connection.send(get("/cgi-bin/slow"));
  await connection.readUntil("the first half");
  await gate.open();
  await connection.readUntil("the second half");
}));

Deno.test(task(7, "a slow program delays nobody", {
  because: "a program is a process of its own: the server only waits for it",
  likely:
    "outputSync(), or a queue of programs: await the one, and the others " +
    "run meanwhile",
}, async () => {
  await using directory = await TempDir.create({ "index.html": "the page" });
  await using gate = await Gate.create(directory);
  await directory.writeScript(
    "bin/slow",
    `${gate.wait}\n${TEXT_HEADER}\necho slow`,
  );
  await directory.writeScript("bin/fast", `${TEXT_HEADER}\necho fast`);
  const options = {
    root: directory.path,
    scripts: { "/cgi-bin": directory.resolve("bin") },
  };
  await using server = await start(serve, options);
  const slow = await Promise.all(
    Array.from({ length: 10 }, () => server.connect()),
  );
  for (const client of slow) await client.send(get("/cgi-bin/slow"));
  expectBody(await server.exchange(get("/cgi-bin/fast")), "fast\n");
  expectBody(await server.exchange(get("/")), "the page");
  await gate.open();
  for (const client of slow) expectBody(await client.readResponse(), "slow\n");
}));

Deno.test(task(7, "a program need not read what the client sends", {
  because: "RFC 3875 section 4.2: a program is not obliged to read the body",
  likely: "writing to a program that has closed its stdin, or has ended, " +
    "throws BrokenPipe: that is no failure",
}, async () => {
  await using directory = await TempDir.createScripts({
    "ends": `${TEXT_HEADER}\necho done`,
    "closes": `exec <&-\n${TEXT_HEADER}\necho done`,
  });
  await using server = await startWith(directory);
  for (const name of ["ends", "closes"]) {
    await variant(name, async () => {
      const request = post(`/cgi-bin/${name}`, "x".repeat(LARGE));
      const response = await server.exchange(request);
      expectStatus(response, 200);
      expectBody(response, "done\n");
    });
  }
}));

Deno.test(task(7, "a program may answer while it is still reading", {
  because: "a pipe holds some 64 KiB: then the writer waits for the reader",
  likely: "all of the body is written before any output is read, and both " +
    "sides wait: do the two at the same time",
  try: "curl --data-binary @fixtures/www/test.jpg " +
    "http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "echo": `${TEXT_HEADER}\ncat`,
  });
  await using server = await startWith(directory);
  const body = Array.from(
    { length: LARGE / 10 },
    (_, line) => `${line}`.padStart(9) + "\n",
  ).join("");
  const response = await server.exchange(post("/cgi-bin/echo", body));
  expectStatus(response, 200);
  expectBody(response, body, { expected: "the body that was sent" });
}));

Deno.test(task(7, "what a program says on stderr is in the log only", {
  because: "RFC 3875 has no word on stderr; that it goes to the log is custom",
  likely: "stderr is the server's own, or it is piped and nobody reads it: " +
    "then a program that says much waits for ever",
}, async () => {
  await using directory = await TempDir.createScripts({
    "complain": [
      "echo 'something is wrong' >&2",
      TEXT_HEADER,
      "echo 'all is well'",
      `head -c ${LARGE} /dev/zero | tr '\\0' x >&2`,
      "echo 'all is still well'",
    ].join("\n"),
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/complain"));
  expectStatus(response, 200);
  expectBody(response, "all is well\nall is still well\n");
  expectNotInBody(response, "something is wrong");
  await server.logged("something is wrong");
}));

/** Programs that give the log something to say, and what they answer. */
const TALKATIVE: readonly [name: string, script: string, status: number][] = [
  ["stderr", `echo 'a warning' >&2\n${TEXT_HEADER}\necho hello`, 200],
  ["an error code", `${TEXT_HEADER}\necho hello\nexit 1`, 200],
  ["no answer", "echo 'a warning' >&2\necho 'no header'\necho", 502],
  ["no end", "sleep 60", 504],
];

Deno.test(task(7, "a log that throws costs no answer", {
  because: "options.log is the caller's code, and its disk may be full",
  likely:
    "log() throws in a callback, or in a promise that is not awaited, and " +
    "that ends the server: catch what it throws",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start((options) => {
    const scripts = { "/cgi-bin": directory.path };
    const handler = cgi({ scripts, timeoutMs: 500, log }, () => ({
      status: 404,
    }));
    return serveHttp(options, handler);
  });
  for (const [name, script, status] of TALKATIVE) {
    await directory.writeScript("talk", script);
    await variant(name, async () => {
      expectStatus(await server.exchange(get("/cgi-bin/talk")), status);
    });
  }
}));

function log(): void {
  throw new Error("No space left on device");
}
