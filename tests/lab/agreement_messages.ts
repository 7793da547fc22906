/**
 * The messages on which the kit and the grammar of the lab have to agree, and a
 * handler that gives all kinds of answers to them.
 *
 * @module
 */

import { get, httpRequest, post, streamOf } from "../../kit/mod.ts";
import type { HttpHandler, HttpResponse } from "../../solutions/02_http.ts";

/** The answers, by path. */
const ANSWERS: Readonly<Record<string, () => HttpResponse>> = {
  "/": () => ({ status: 200, body: "hello" }),
  "/characters": () => ({ status: 200, body: "h\u00e9llo w\u00f6rld" }),
  "/long": () => ({ status: 200, body: "a".repeat(100_000) }),
  "/empty": () => ({ status: 200 }),
  "/204": () => ({ status: 204, body: "none" }),
  "/304": () => ({ status: 304, headers: { "Content-Length": "5" } }),
  "/stream": () => ({ status: 200, body: streamOf("one", "two") }),
  "/exact": () => withLength("6", streamOf("one", "two")),
  "/too-short": () => withLength("9", streamOf("one", "two")),
  "/too-long": () => withLength("4", streamOf("one", "two")),
  "/breaks": () => ({ status: 200, body: ReadableStream.from(breaking()) }),
  "/latin1": () => ({ status: 200, headers: { "X-Name": "h\u00e9llo" } }),
  "/injected": () => ({ status: 200, headers: [["X-A", "b\r\nX-C: d"]] }),
  "/undefined": () => ({ status: 200, headers: { "X-A": undefined } }),
  "/length": () => ({
    status: 200,
    headers: { "Content-Length": "1" },
    body: "ab",
  }),
  "/throws": () => {
    throw new Error("thrown on purpose");
  },
};

function withLength(length: string, body: HttpResponse["body"]): HttpResponse {
  return { status: 200, headers: { "Content-Length": length }, body };
}

async function* breaking(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield new TextEncoder().encode("one");
  await Promise.resolve();
  throw new Error("broken on purpose");
}

/**
 * Answers by path; a body is read.
 *
 * @param request The request.
 * @returns The answer.
 */
export const handler: HttpHandler = async (request) => {
  if (request.body) await new Response(request.body).bytes();
  const answer = ANSWERS[request.path];
  return answer ? answer() : { status: 404, body: "no such answer" };
};

const HOST = "Host: localhost";
const CHUNKED = "Transfer-Encoding: chunked";

/** The messages, each for a connection of its own. */
export const MESSAGES: readonly string[] = [
  ...Object.keys(ANSWERS).map((path) => get(path)),
  ...Object.keys(ANSWERS).map((path) => get(path).replace("GET", "HEAD")),
  ...Object.keys(ANSWERS).map((path) => get(path) + get("/")),
  get("/test.jpg"),
  post("/", "firstname=%E4%BD%A0+a"),
  post("/", "firstname=<b>"),
  post("/", "firstname=a", "Expect: 100-continue"),
  post("/", "firstname=a") + get("/"),
  post("/", "firstname=a", "Content-Length: 3"),
  httpRequest(["POST / HTTP/1.1", HOST, CHUNKED], "5\r\nhello\r\n0\r\n\r\n"),
  httpRequest(["POST / HTTP/1.1", HOST, CHUNKED], "+5\r\nhello\r\n0\r\n\r\n"),
  httpRequest(["POST / HTTP/1.1", HOST, CHUNKED], "4\r\nhello\r\n0\r\n\r\n"),
  httpRequest(["POST / HTTP/1.1", HOST, CHUNKED], "0\r\nX: y\r\n\r\n") +
  get("/"),
  httpRequest(["POST / HTTP/1.1", HOST, "Content-Length: 1", CHUNKED], "0"),
  httpRequest(["GET / HTTP/1.0"]),
  httpRequest(["GET / HTTP/1.0", "Connection: keep-alive"]) + get("/"),
  httpRequest(["OPTIONS * HTTP/1.1", HOST]) + get("/"),
  httpRequest(["BREW / HTTP/1.1", HOST]),
  httpRequest(["GET / HTTP/2.0", HOST]),
  httpRequest(["GET  / HTTP/1.1", HOST]),
  httpRequest(["GET / HTTP/1.1"]),
  httpRequest(["GET / HTTP/1.1", HOST, HOST]),
  httpRequest(["GET / HTTP/1.1", "Host : x"]),
  httpRequest(["GET http://x/a/../b HTTP/1.1", HOST]),
  `GET /${"a".repeat(9000)} HTTP/1.1\r\n${HOST}\r\n\r\n`,
  get("/").replaceAll("\r", ""),
  `\r\n${get("/")}`,
];
