/**
 * A server with an answer of each kind, on the engine that the argument names:
 * "fast" or "plain". It prints its port.
 *
 * @module
 */

import { staticFiles as fastFiles } from "../engine/files/static_files.ts";
import { serveHttp as serveFast } from "../engine/serve_http.ts";
import type {
  Bytes,
  HttpHandler,
  HttpRequest,
} from "../solutions/02_http/types.ts";
import { staticFiles as plainFiles } from "../solutions/03_static.ts";
import { cgi } from "../solutions/04_cgi.ts";
import { serveHttp as servePlain } from "../solutions/06_persistent.ts";

const ROOT = new URL("../fixtures/www/", import.meta.url);

const quiet = () => {};

async function* makePieces(): AsyncGenerator<Bytes> {
  for (let left = 20; left > 0; left--) {
    yield new Uint8Array(10_000);
    await Promise.resolve();
  }
}

async function echo({ body }: HttpRequest) {
  return { status: 200, body: await new Response(body).text() };
}

function fail(): never {
  throw new Error("thrown on purpose");
}

const ANSWERS: Record<string, HttpHandler> = {
  "/text": () => ({ status: 200, body: "Hello, world!\n" }),
  "/echo": echo,
  "/leave": () => ({ status: 200, body: "The body is not read\n" }),
  "/stream": () => ({ status: 200, body: ReadableStream.from(makePieces()) }),
  "/throw": fail,
  "/headers": ({ headers }) => ({ status: 200, body: [...headers].join("\n") }),
};

const [engine] = Deno.args;
if (engine !== "fast" && engine !== "plain") {
  throw new TypeError(`No engine "${engine}": expected fast or plain`);
}
const isPlain = engine === "plain";
const staticFiles = isPlain ? plainFiles : fastFiles;
const site = cgi({ log: quiet }, staticFiles(ROOT));

const serveHttp = isPlain ? servePlain : serveFast;
const server = serveHttp(
  { port: 0, log: quiet },
  (request) => (ANSWERS[request.path] ?? site)(request),
);
console.log(server.addr.port);
