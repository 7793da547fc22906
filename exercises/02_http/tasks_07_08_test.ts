/**
 * The suite of stage 02, tasks 7 and 8: how a request is read, and what is none.
 *
 * @module
 */

import {
  eachByte,
  expectField,
  expectInBody,
  expectStatus,
  get,
  httpRequest,
  post,
  splitAt,
  start,
  suite,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

Deno.test(task(7, "the body may come in a later packet", {
  because: "RFC 9112 section 6.3: as many bytes as Content-Length says",
  likely: "what has come with the header section is taken for the body",
  try: "curl -d 'firstname=Ada' http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  const request = post("/", "firstname=Ada");
  const connection = await server.connect();
  const bodyOffset = request.indexOf("firstname");
  // Long enough for a server to have taken the first packet for everything.
  await connection.sendPieces(splitAt(request, bodyOffset), 50);
  expectInBody(await connection.readResponse(), "<p>Ada</p>");
}));

Deno.test(task(7, "a request may be cut anywhere", {
  because: "RFC 9112 section 2.2: a message is a sequence of bytes, however " +
    "they arrive",
  likely: "one read() is taken for one request; or each read() is decoded by " +
    "itself, or searched by itself for the empty line: keep the bytes of " +
    "all reads together, and decode late; Content-Length counts bytes, and " +
    "a string has characters",
  try: "(printf 'GET / HT'; sleep 1; " +
    "printf 'TP/1.1\\r\\nHost: x\\r\\n\\r\\n') | nc 127.0.0.1 8000",
}, async () => {
  await using server = await start(serve);
  const request = post("/", "firstname=Jürgen");
  const lineEnd = request.indexOf("\r\n");
  const emptyLine = request.indexOf("\r\n\r\n");
  const cuts: Record<string, Iterable<Uint8Array>> = {
    "not cut at all, ü is two bytes": [toBytes(request)],
    "within the method": splitAt(request, 2),
    "within the CR LF of the request-line": splitAt(request, lineEnd + 1),
    "before the CR of the empty line": splitAt(request, emptyLine + 2),
    "within the CR LF of the empty line": splitAt(request, emptyLine + 3),
    "within a character of the body": splitAt(
      request,
      request.indexOf("ü") + 1,
    ),
    "byte by byte": eachByte(request),
  };
  for (const [name, pieces] of Object.entries(cuts)) {
    await variant(name, async () => {
      const connection = await server.connect();
      const pauseMs = name === "byte by byte" ? 1 : 20;
      await connection.sendPieces(pieces, pauseMs);
      expectInBody(await connection.readResponse(), "<p>Jürgen</p>");
    });
  }
}));

Deno.test(task(7, "a request may be longer than one read", {
  because: "one read() returns what has arrived, and never more than the " +
    "buffer holds",
  likely: "the buffer has a fixed size, and what does not fit is lost or " +
    "waited for in vain",
}, async () => {
  await using server = await start(serve);
  const cookies = Array(30).fill(`Cookie: ${"chocolate ".repeat(80)}`);
  await variant("a header section of 24 000 bytes", async () => {
    const request = post("/", "firstname=Ada", ...cookies);
    expectInBody(await server.exchange(request), "<p>Ada</p>");
  });
  await variant("a body of 300 000 bytes", async () => {
    const name = "Ada".repeat(100_000);
    const response = await server.exchange(post("/", `firstname=${name}`));
    expectInBody(response, `<p>${name}</p>`);
  });
}));

Deno.test(task(7, "Content-Length alone says where the body ends", {
  because: "RFC 9112 section 6.3: without it, a request has no body",
  likely: "the body is read until the client closes, or all that has come is " +
    "taken for it",
  try: "curl -i -X POST http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  const lines = ["POST / HTTP/1.1", "Host: localhost", "Connection: close"];
  const rows: [name: string, request: string, shown: string][] = [
    ["no Content-Length", httpRequest(lines), ""],
    ["Content-Length: 0", httpRequest([...lines, "Content-Length: 0"]), ""],
    [
      "more bytes after the body",
      httpRequest([...lines, "Content-Length: 13"], "firstname=Ada Lovelace"),
      "Ada",
    ],
  ];
  for (const [name, request, shown] of rows) {
    await variant(name, async () => {
      expectInBody(await server.exchange(request), `<p>${shown}</p>`);
    });
  }
}));

Deno.test(task(8, "what is no request is answered 400, and that is the end", {
  because: "RFC 9112 section 3: method SP request-target SP HTTP-version",
  likely: "the request-line is split at white space, and nobody looks at the " +
    "parts: exactly two spaces, a token, a target that begins with a slash, " +
    "HTTP/ digit . digit; or nobody catches the HttpError and answers it",
  try: "printf 'GET /\\r\\n\\r\\n' | nc 127.0.0.1 8000",
}, async () => {
  await using server = await start(serve);
  const messages = [
    ["GET"],
    ["GET /"],
    ["GET / HTTP/1.1 HTTP/1.1", "Host: localhost"],
    ["GET  / HTTP/1.1", "Host: localhost"],
    [" GET / HTTP/1.1", "Host: localhost"],
    ["GET\t/\tHTTP/1.1", "Host: localhost"],
    ["GET / HTTP/1.1 ", "Host: localhost"],
    ["GET / http/1.1", "Host: localhost"],
    ["GET / HTTP/1", "Host: localhost"],
    ["GET / HTTP/1.10", "Host: localhost"],
    ["G(T / HTTP/1.1", "Host: localhost"],
    ["GET test.jpg HTTP/1.1", "Host: localhost"],
    ["GET * HTTP/1.1", "Host: localhost"],
    ["GET /#top HTTP/1.1", "Host: localhost"],
    ["GET / HTTP/1.1", "Host: localhost", "Accept"],
    ["GET / HTTP/1.1", "Host: localhost", ": text/html"],
  ];
  for (const lines of messages) {
    await variant(lines.join(" | "), async () => {
      const response = await server.exchange(httpRequest(lines));
      expectStatus(response, 400);
      expectField(response, "Connection", "close");
    });
  }
  const cutShort = {
    "within the request-line": "GET / HT",
    "within the header section": get("/").slice(0, -2),
    "within the body": post("/", "firstname=Ada").slice(0, -1),
  };
  for (const [where, request] of Object.entries(cutShort)) {
    await variant(`the client ends ${where}`, async () => {
      const connection = await server.connect();
      await connection.send(request);
      await connection.closeWrite();
      expectStatus(await connection.readResponse(), 400);
      await connection.expectEnd();
    });
  }
}));

Deno.test(task(8, "a version other than HTTP/1 is answered 505", {
  because: "RFC 9110 sections 15.6.6 and 2.5: 1.2 would be understood as 1.1",
  likely: "the version is compared with HTTP/1.1: only its first digit matters",
  try: "printf 'GET / HTTP/2.0\\r\\n\\r\\n' | nc 127.0.0.1 8000",
}, async () => {
  await using server = await start(serve);
  const rows = { "2.0": 505, "0.9": 505, "3.1": 505, "1.2": 200, "1.0": 200 };
  for (const [version, status] of Object.entries(rows)) {
    await variant(`HTTP/${version}`, async () => {
      const lines = [`GET / HTTP/${version}`, "Host: localhost"];
      expectStatus(await server.exchange(httpRequest(lines)), status);
    });
  }
}));
