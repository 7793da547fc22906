/**
 * The suite of stage 02, tasks 1 to 6: the site of the stage, and what its
 * answers look like. The other tasks have files of their own.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  bodyText,
  expectBody,
  expectField,
  expectStatus,
  Failure,
  get,
  httpRequest,
  post,
  type RawResponse,
  start,
  suite,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

const CURL = "curl -i http://127.0.0.1:8000/";
const NETCAT =
  "printf 'GET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n' | nc 127.0.0.1 8000";

/** What the site serves: `form.html`, `www/test.jpg`. */
function fixture(name: string): Promise<Uint8Array> {
  return Deno.readFile(new URL(`../../fixtures/${name}`, import.meta.url));
}

/**
 * Expects the page, and behind the form a paragraph that shows the name, or has
 * it as it is, if it need not be escaped yet.
 */
function expectName(
  response: RawResponse,
  name: string,
  { escaped = true } = {},
): void {
  expectStatus(response, 200);
  const text = bodyText(response);
  const form = text.indexOf("</form>");
  assert(form >= 0, "the answer is the page with the form, then the name");
  const match = /<p>(.*?)<\/p>/s.exec(text.slice(form));
  const shown = match && unescape(match[1]);
  if (shown === name || (!escaped && match?.[1] === name)) return;
  const at = toBytes(text.slice(0, form + (match?.index ?? 0))).length;
  throw new Failure(
    shown === null
      ? "no paragraph follows the form"
      : shown === undefined
      ? `the name is not escaped: ${match![1]}`
      : `the name is shown as "${shown}" instead of "${name}"`,
    {
      transcript: response.source.transcript,
      mark: response.framing === "chunked" ? undefined : {
        offset: response.bodyOffset + at,
        note: match ? "this paragraph" : "it belongs after this form",
      },
      expected: `behind the form: <p>NAME</p> that a browser shows as ${name}`,
    },
  );
}

/** What a browser shows for text of a page; `undefined` if it is markup. */
function unescape(html: string): string | undefined {
  if (/[<>]|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\dA-F]+);)/i.test(html)) return;
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return html.replace(
    /&(#x?)?(\w+);/gi,
    (_, number, name) =>
      number
        ? String.fromCodePoint(parseInt(name, number === "#" ? 10 : 16))
        : named[name as keyof typeof named],
  );
}

Deno.test(
  task(
    1,
    "every line of the header section ends with CR LF, then one is empty",
    {
      because: "RFC 9112 section 2.1",
      likely: 'a template string with "\\n": write "\\r\\n"',
      try: NETCAT,
    },
    async () => {
      await using server = await start(serve);
      const response = await server.exchange(get("/"));
      expectStatus(response, 200);
    },
  ),
);

Deno.test(task(1, "GET / is answered with the page, as HTML in UTF-8", {
  because: "RFC 9110 section 8.3: Content-Type says what the body is",
  likely: "the field is missing: without it, a browser has to guess",
  try: CURL,
}, async () => {
  await using server = await start(serve);
  const response = await server.exchange(get("/"));
  expectStatus(response, 200);
  expectField(response, "Content-Type", /^text\/html; *charset="?utf-8"?$/i, {
    expected: "Content-Type: text/html; charset=utf-8",
  });
  expectBody(response, await fixture("form.html"), {
    likely:
      "something stands between the empty line and the page, or is added " +
      "at its end: the rest is the bytes of fixtures/form.html",
  });
}));

Deno.test(
  task(2, "GET /test.jpg is the picture, byte for byte, as image/jpeg", {
    because: "RFC 9110 section 8.3.1: the registered name is image/jpeg",
    likely: "the file is read as text, which replaces every byte that is not " +
      "UTF-8: Deno.readFile; or one write() took only a part of it",
    try: "curl -s http://127.0.0.1:8000/test.jpg | cmp - fixtures/www/test.jpg",
  }, async () => {
    await using server = await start(serve);
    const response = await server.exchange(get("/test.jpg"));
    expectStatus(response, 200);
    expectField(response, "Content-Type", "image/jpeg");
    expectBody(response, await fixture("www/test.jpg"));
  }),
);

const SUBMIT = "curl -d 'firstname=Ada' http://127.0.0.1:8000/";

Deno.test(task(3, "POST / is answered with the page, and the name behind it", {
  because: "RFC 9110 section 9.3.3",
  likely:
    "the name is looked for in the request-target: a POST has it in its " +
    "body, after the empty line; or a form without it shows null",
  try: SUBMIT,
}, async () => {
  await using server = await start(serve);
  const response = await server.exchange(post("/", "firstname=Ada"));
  expectField(response, "Content-Type", /^text\/html/);
  expectName(response, "Ada");
  for (const body of ["firstname=", "lastname=Lovelace", ""]) {
    await variant(body || "an empty form", async () => {
      expectName(await server.exchange(post("/", body)), "");
    });
  }
}));

Deno.test(task(3, "the name is decoded as forms encode it, once", {
  because: "URL Standard section 5: a space is sent as +, and + as %2B",
  likely:
    "decodeURIComponent leaves the + alone, or something decodes what is " +
    "decoded already: URLSearchParams does it all, and once",
  try: "curl -d 'firstname=Ada+Lovelace' http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  const names: [encoded: string, name: string][] = [
    ["firstname=Ada+Lovelace", "Ada Lovelace"],
    ["firstname=C%2B%2B", "C++"],
    ["firstname=J%C3%BCrgen+%E4%BD%A0", "Jürgen 你"],
    ["firstname=100%2525", "100%25"],
    ["firstname=a%3Db%26firstname%3Dc", "a=b&firstname=c"],
    ["lastname=Lovelace&firstname=Ada&age=28", "Ada"],
  ];
  for (const [encoded, name] of names) {
    await variant(encoded, async () => {
      const response = await server.exchange(post("/", encoded));
      expectName(response, name, { escaped: false });
    });
  }
}));

Deno.test(task(3, "what a visitor types is shown, not obeyed", {
  because: "a name with markup in it would run in the visitor's browser",
  likely: "the name goes into the page as it came: replace & < > by " +
    "&amp; &lt; &gt;, the & first; or it is the replacement text of " +
    "String.replace, where $$ and $& stand for something else: () => name",
  try: "curl -d 'firstname=<b>Ada</b>' http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  for (const name of ["<script>alert(1)</script>", "R&D", "&lt;", `"'`, "$$"]) {
    await variant(name, async () => {
      const body = `${new URLSearchParams({ firstname: name })}`;
      expectName(await server.exchange(post("/", body)), name);
    });
  }
}));

Deno.test(task(4, "what is not there is answered 404", {
  because: "RFC 9110 section 15.5.5",
  likely: "the path is searched for instead of compared: startsWith and " +
    "includes match too much",
  try: "curl -i http://127.0.0.1:8000/nothing",
}, async () => {
  await using server = await start(serve);
  for (const path of ["/nothing", "/test.jpg.bak", "/a/test.jpg", "//"]) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 404);
    });
  }
  await variant("POST /nothing", async () => {
    const response = await server.exchange(post("/nothing", "firstname=Ada"));
    expectStatus(response, 404);
  });
}));

Deno.test(task(4, "the query is no part of the path", {
  because: 'RFC 9112 section 3.2.1: the path ends at the first "?"',
  likely: "the whole request-target is compared: cut it at the question mark",
  try: "curl -i 'http://127.0.0.1:8000/?size=1'",
}, async () => {
  await using server = await start(serve);
  expectBody(await server.exchange(get("/?a=1?")), await fixture("form.html"));
  const picture = await fixture("www/test.jpg");
  expectBody(await server.exchange(get("/test.jpg?size=1")), picture);
  expectStatus(await server.exchange(get("/nothing?/test.jpg")), 404);
}));

Deno.test(task(5, "Content-Length counts the bytes of the body", {
  because: "RFC 9110 section 8.6",
  likely: "it counts the characters of a string: encode first, then take " +
    "the length of the bytes",
  try: "curl -i -d 'firstname=J%C3%BCrgen' http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  const close = "Connection: close";
  const requests = {
    "the page": get("/", close),
    "four letters, sixteen bytes": post("/", "firstname=🐦🐦🐦🐦", close),
    "the picture": get("/test.jpg", close),
    "what is not there": get("/nothing", close),
  };
  for (const [name, request] of Object.entries(requests)) {
    await variant(name, async () => {
      const connection = await server.connect();
      await connection.send(request);
      expectField(await connection.readResponse(), "Content-Length");
      await connection.expectEnd("as many bytes as Content-Length says");
    });
  }
}));

Deno.test(task(5, "Date is the time of the answer, as HTTP writes it", {
  because: "RFC 9110 sections 6.6.1 and 5.6.7",
  likely: "toString and toISOString write it otherwise: toUTCString is right",
  try: CURL,
}, async () => {
  await using server = await start(serve);
  for (const path of ["/", "/nothing"]) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      const date = expectField(
        response,
        "Date",
        /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
        { expected: "a date such as Sun, 06 Nov 1994 08:49:37 GMT" },
      );
      const seconds = Math.abs(Date.parse(date) - Date.now()) / 1000;
      assert(seconds < 60, `${date} is ${Math.round(seconds)} s away from now`);
    });
  }
}));

Deno.test(task(5, "an answer that is the last on its connection says so", {
  because: "RFC 9112 section 9.6: Connection: close",
  likely: "the field is missing: a client then sends its next request on a " +
    "connection that is about to be closed",
  try: CURL,
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.send(get("/"));
  const response = await connection.readResponse();
  if (/\bclose\b/i.test(response.headers.get("connection") ?? "")) {
    await connection.expectEnd();
    return;
  }
  try {
    await connection.send(get("/"));
    await connection.readResponse();
  } catch {
    throw new Failure(
      "the connection has ended, and the answer did not say so",
      {
        transcript: connection.transcript,
        mark: {
          offset: response.bodyOffset - 2,
          note: "no Connection: close up to here",
        },
        expected: "Connection: close, or an answer to the next request too",
      },
    );
  }
}));

Deno.test(task(6, "HEAD is answered like GET, without the body", {
  because: "RFC 9110 section 9.3.2",
  likely: "HEAD is answered 404 or 405, or the body is sent: only the last " +
    "step, writing the body, is left out",
  try: "curl --head http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  for (const path of ["/", "/test.jpg", "/nothing"]) {
    await variant(path, async () => {
      const answer = await server.exchange(get(path));
      const connection = await server.connect();
      const close = "Connection: close";
      await connection.send(
        httpRequest([`HEAD ${path} HTTP/1.1`, "Host: localhost", close]),
      );
      const response = await connection.readResponse({ method: "HEAD" });
      expectStatus(response, answer.status);
      for (const name of ["Content-Type", "Content-Length"]) {
        const value = answer.headers.get(name);
        if (value !== null) expectField(response, name, value);
      }
      await connection.expectEnd("an answer to HEAD ends with its empty line");
    });
  }
}));

Deno.test(task(6, "a method that is not served here is answered 405", {
  because: "RFC 9110 sections 15.5.6 and 10.2.1: Allow names those that are",
  likely: "the method is not looked at, or Allow is missing",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  const page = ["GET", "HEAD", "POST"];
  const picture = ["GET", "HEAD"];
  const rows: [method: string, path: string, allowed: string[]][] = [
    ["DELETE", "/", page],
    ["PUT", "/?a=1", page],
    ["PATCH", "/", page],
    ["POST", "/test.jpg", picture],
    ["DELETE", "/test.jpg", picture],
  ];
  for (const [method, path, allowed] of rows) {
    await variant(`${method} ${path}`, async () => {
      const response = await server.exchange(
        httpRequest([`${method} ${path} HTTP/1.1`, "Host: localhost"]),
      );
      expectStatus(response, 405);
      const allow = expectField(response, "Allow").split(/[ \t]*,[ \t]*/);
      assertEquals(allow.sort(), allowed, "the methods that Allow names");
    });
  }
}));

Deno.test(task(6, "a method that the server does not know is answered 501", {
  because: "RFC 9110 sections 15.6.2 and 9.1: method names are case-sensitive",
  likely: "405 is for the standard methods DELETE, OPTIONS, PATCH, POST and " +
    "PUT; the method is changed to upper case before it is compared; or the " +
    "target of CONNECT, which is no path, is looked at first",
  try: "curl -i -X BREW http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  const requestLines = [
    "BREW / HTTP/1.1",
    "get / HTTP/1.1",
    "GETS /test.jpg HTTP/1.1",
    "M-SEARCH / HTTP/1.1",
    "TRACE / HTTP/1.1",
    "CONNECT localhost:80 HTTP/1.1",
  ];
  for (const requestLine of requestLines) {
    await variant(requestLine, async () => {
      const request = httpRequest([requestLine, "Host: localhost"]);
      expectStatus(await server.exchange(request), 501);
    });
  }
}));
