/**
 * The suite of stage 04, tasks 10 to 12: what a program must not learn, what it
 * must not say, and where it may send a request.
 *
 * @module
 */

import { assert, assertThrows } from "@std/assert";
import {
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  expectThat,
  expectVariable,
  get,
  post,
  SHOW_VARIABLES,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
  variant,
} from "../../kit/mod.ts";
import { startWith } from "./program_server.ts";
import { cgi, serve } from "./server.ts";

/** The programs of this suite are written for sh: Windows skips the tests. */
const task = suite(import.meta.url, { needs: ["sh"] });

Deno.test(task(10, "a program does not inherit the server's environment", {
  because:
    "RFC 3875 section 9.5: the server has passwords there, and whatever " +
    "else is none of the program's business",
  likely:
    "Deno.Command adds env to the server's own: clearEnv: true, then what " +
    "a program needs: PATH, and what options.env names",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": `${TEXT_HEADER}\nenv | grep -E '^(DATABASE.*|PATH)='`,
  });
  Deno.env.set("DATABASE_PASSWORD", "swordfish");
  try {
    const scripts = { "/cgi-bin": directory.path };
    const env = { DATABASE: "guests.db" };
    await using server = await start(serve, { scripts, env });
    const response = await server.exchange(get("/cgi-bin/show"));
    expectVariable(response, "DATABASE_PASSWORD", undefined);
    expectVariable(response, "PATH", /./);
    expectVariable(response, "DATABASE", "guests.db");
  } finally {
    Deno.env.delete("DATABASE_PASSWORD");
  }
}));

const META_VARIABLES: readonly string[] = [
  "AUTH_TYPE",
  "CONTENT_LENGTH",
  "CONTENT_TYPE",
  "GATEWAY_INTERFACE",
  "HTTP_AUTHORIZATION",
  "HTTP_PROXY",
  "PATH_INFO",
  "PATH_TRANSLATED",
  "QUERY_STRING",
  "REMOTE_ADDR",
  "REMOTE_HOST",
  "REMOTE_IDENT",
  "REMOTE_USER",
  "REQUEST_METHOD",
  "SCRIPT_FILENAME",
  "SCRIPT_NAME",
  "SERVER_NAME",
  "SERVER_PORT",
  "SERVER_PROTOCOL",
  "SERVER_SOFTWARE",
];

Deno.test(task(10, "options.env cannot set a meta-variable", {
  because:
    "RFC 3875 section 4.1: on a GET without a body, CONTENT_LENGTH must " +
    "not be set; a program believes what it finds there",
  likely: "the meta-variables only come last, and not every request sets all " +
    "of them: throw a TypeError that names the variable, in cgi() itself",
}, async () => {
  await using directory = await TempDir.create();
  const scripts = { "/cgi-bin": directory.path };
  const site = () => ({ status: 404 });
  for (const name of META_VARIABLES) {
    await variant(name, () => {
      const env = { [name]: "forged" };
      const error = assertThrows(() => cgi({ scripts, env }, site), TypeError);
      expectThat(error.message.includes(name), "the error has another text", {
        expected: `a TypeError that names ${name}, not "${error.message}"`,
      });
    });
  }
  // An interpreter may need others, such as php-cgi this one.
  cgi({ scripts, env: { REDIRECT_STATUS: "200" } }, site);
}));

const WITHHELD: readonly [line: string, name: string, because: string][] = [
  [
    "Proxy: http://evil.example/",
    "HTTP_PROXY",
    "many programs take HTTP_PROXY for the proxy that they shall use; no " +
    "standard has a field Proxy",
  ],
  [
    "Authorization: Basic c3dvcmRmaXNo",
    "HTTP_AUTHORIZATION",
    "RFC 3875 sections 4.1.18 and 9.2: others may be able to read an environment",
  ],
  [
    "Proxy-Authorization: Basic c3dvcmRmaXNo",
    "HTTP_PROXY_AUTHORIZATION",
    "RFC 3875 section 9.2",
  ],
  [
    "X_Forwarded_For: 192.0.2.1",
    "HTTP_X_FORWARDED_FOR",
    "it would pose as X-Forwarded-For, which a proxy in front sets or removes",
  ],
];

Deno.test(task(10, "some fields of a request are kept from programs", {
  likely: "every field becomes a variable: leave out what is dangerous under " +
    "its new name, and names with an underscore",
  try: "curl -H 'Proxy: http://x/' http://127.0.0.1:8000/cgi-bin/env.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  for (const [line, name, because] of WITHHELD) {
    await variant(line, async () => {
      const response = await server.exchange(get("/cgi-bin/show", line));
      expectVariable(response, name, undefined, { because });
    });
  }
  await variant("X-Forwarded-For and X_Forwarded_For", async () => {
    const fields = ["X-Forwarded-For: 10.0.0.1", "X_Forwarded_For: 192.0.2.1"];
    for (const lines of [fields, fields.toReversed()]) {
      const response = await server.exchange(get("/cgi-bin/show", ...lines));
      expectVariable(response, "HTTP_X_FORWARDED_FOR", "10.0.0.1");
    }
  });
}));

Deno.test(task(10, "no query becomes an argument", {
  because:
    "RFC 3875 section 4.4 would have it so; but what begins with a dash " +
    "is an option to many a program",
  likely:
    "args is what a client has typed: a program has QUERY_STRING for that",
}, async () => {
  await using directory = await TempDir.createScripts({
    "count": `${TEXT_HEADER}\necho "$#: $*"`,
  });
  await using server = await startWith(directory);
  for (const query of ["-s+--help", "one+two", "one", "a=b"]) {
    await variant(query, async () => {
      const response = await server.exchange(get(`/cgi-bin/count?${query}`));
      expectStatus(response, 200);
      expectBody(response, "0: \n");
    });
  }
}));

const REPEATED: readonly [first: string, second: string][] = [
  ["Content-Type: text/plain", "Content-Type: text/html"],
  ["Status: 200", "Status: 404"],
  ["Location: https://a.example/", "location: https://b.example/"],
  ["Content-Length: 3", "Content-Length: 1"],
];

Deno.test(task(11, "a field that may stand once stands once, or it is 502", {
  because: "RFC 3875 section 6.3: a CGI field must not appear twice; the " +
    "second may be a client's, who got a line end into the first",
  likely: "the last one wins, or the first, or `Headers` joins them",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await startWith(directory);
  for (const [first, second] of REPEATED) {
    const type = first.startsWith("Content-Type") ? "" : `${TEXT_HEADER}\n`;
    await directory.writeScript(
      "say",
      `echo '${first}'\necho '${second}'\n${type || "echo\n"}echo 'hm'`,
    );
    await variant(`${first}, ${second}`, async () => {
      expectStatus(await server.exchange(get("/cgi-bin/say")), 502);
    });
  }
}));

/** Output for printf: what stands before the field Content-Type. */
const TAMPERED: readonly [name: string, output: string][] = [
  ["a CR within a value", "X-Name: Ada\\rSet-Cookie: admin=1\\n"],
  ["a CR CR LF", "X-Name: Ada\\r\\r\\n"],
  ["a NUL", "X-Name: Ada\\000\\n"],
  ["another control character", "X-Name: \\033[2J\\n"],
  ["a space before the colon", "X-Name : Ada\\n"],
  ["a continued line", "X-Name: Ada\\n Lovelace\\n"],
  ["no name", ": Ada\\n"],
  ["a coding of the connection", "Transfer-Encoding: chunked\\n"],
  ["a length in words", "Content-Length: three\\n"],
  ["two lengths in one", "Content-Length: 3, 3\\n"],
  ["a Location without a slash", "Location: page.html\\n"],
  ["a Location at another host, in disguise", "Location: //evil.example/\\n"],
  ["the same with a backslash", "Location: /\\134evil.example/\\n"],
  ["a tab within a Location", "Location: https://a.example/\\tb\\n"],
];

Deno.test(task(11, "a header that looks tampered with is 502", {
  because:
    "RFC 3875 section 6.3: each field on a single line; what a program " +
    "repeats of its input may hold more than it thinks",
  likely: "lines are split at the first colon, and taken as they are: check " +
    "them as you check those of a client; the engine's 500 comes too late",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await startWith(directory);
  for (const [name, output] of TAMPERED) {
    await directory.writeScript(
      "say",
      `printf '${output}'\n${TEXT_HEADER}\nprintf hm!`,
    );
    await variant(name, async () => {
      expectStatus(await server.exchange(get("/cgi-bin/say")), 502);
    });
  }
  await directory.writeScript(
    "say",
    `yes 'X-Name: Ada' | head -n 5000\n${TEXT_HEADER}\necho hm`,
  );
  await variant("more than 32 768 bytes", async () => {
    expectStatus(await server.exchange(get("/cgi-bin/say")), 502);
  });
}));

Deno.test(task(11, "no program can forge a line of the log", {
  because: "whoever reads the log believes what it says",
  likely: "stderr is logged as it came: one line of the log per line, and " +
    "control characters escaped",
}, async () => {
  const said = "first\\nsecond\\r127.0.0.1:1 forged\\033[2J\\302\\233\\nlast";
  await using directory = await TempDir.createScripts({
    "say": `printf '${said}' >&2\n${TEXT_HEADER}\necho hello`,
  });
  await using server = await startWith(directory);
  expectStatus(await server.exchange(get("/cgi-bin/say")), 200);
  const lines = [
    await server.logged("first"),
    await server.logged("second"),
    await server.logged("last"),
  ];
  for (const line of lines) {
    const isClean = !/\p{Cc}/u.test(line);
    assert(isClean, `a control character in the log: ${Deno.inspect(line)}`);
  }
  assert(new Set(lines).size === 3, "each line of stderr is a line of the log");
}));

Deno.test(task(12, "a Location on this server is answered from there", {
  because: "RFC 3875 section 6.2.2: as if the client had asked for it",
  likely: "the client is sent a redirect: call your handler again instead, " +
    "with a request of your own: GET, the new path, no body, and no field " +
    "that describes one",
}, async () => {
  await using directory = await TempDir.createScripts({
    "bin/to-program":
      "echo 'Location: /cgi-bin/show/info?from=to%20program'\necho",
    "bin/show": SHOW_VARIABLES,
    "bin/to-site": "echo 'Location: /page.txt'\necho",
    "bin/far-3": "echo 'Location: /cgi-bin/far-2'\necho",
    "bin/far-2": "echo 'Location: /cgi-bin/far-1'\necho",
    "bin/far-1": "echo 'Location: /page.txt'\necho",
    "bin/see-other": "echo 'Status: 303'\necho 'Location: /page.txt'\necho",
  });
  await directory.write("page.txt", "the page");
  const options = {
    root: directory.path,
    scripts: { "/cgi-bin": directory.resolve("bin") },
  };
  await using server = await start(serve, options);
  const type = "Content-Type: text/plain";
  await variant("to a program", async () => {
    const request = post("/cgi-bin/to-program?x", "the body", type);
    const response = await server.exchange(request);
    expectVariable(response, "REQUEST_METHOD", "GET");
    expectVariable(response, "SCRIPT_NAME", "/cgi-bin/show");
    expectVariable(response, "PATH_INFO", "/info");
    expectVariable(response, "QUERY_STRING", "from=to%20program");
    expectVariable(response, "CONTENT_LENGTH", undefined);
    expectVariable(response, "CONTENT_TYPE", undefined);
    expectVariable(response, "HTTP_HOST", "localhost");
    expectNoField(response, "Location");
  });
  for (const name of ["to-site", "far-3"]) {
    await variant(name, async () => {
      const response = await server.exchange(post(`/cgi-bin/${name}`, "body"));
      expectStatus(response, 200);
      expectBody(response, "the page");
      expectNoField(response, "Location");
    });
  }
  await variant("with Status", async () => {
    const response = await server.exchange(post("/cgi-bin/see-other", "body"));
    expectStatus(response, 303);
    expectField(response, "Location", "/page.txt");
  });
}));

Deno.test(task(12, "programs that send a request in circles end with 502", {
  because: "a circle would keep the server busy for ever: ten are enough",
  likely: "the handler calls itself without counting",
}, async () => {
  await using directory = await TempDir.createScripts({
    "to-itself": "echo 'Location: /cgi-bin/to-itself'\necho",
    "there": "echo 'Location: /cgi-bin/and-back'\necho",
    "and-back": "echo 'Location: /cgi-bin/there'\necho",
  });
  await using server = await startWith(directory);
  for (const name of ["to-itself", "there"]) {
    await variant(name, async () => {
      expectStatus(await server.exchange(get(`/cgi-bin/${name}`)), 502);
    });
  }
}));
