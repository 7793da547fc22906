/**
 * The engine of stage 06 with an answer of each kind. It prints its port.
 *
 * @module
 */

import { serveHttp } from "../engine/serve_http.ts";
import { cgi } from "../solutions/04_cgi.ts";
import { staticFiles } from "../solutions/03_static.ts";
import type {
  Bytes,
  HttpHandler,
  HttpRequest,
} from "../solutions/02_http/types.ts";

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
  "/leave": () => ({ status: 200, body: "I did not read it\n" }),
  "/stream": () => ({ status: 200, body: ReadableStream.from(makePieces()) }),
  "/throw": fail,
  "/headers": ({ headers }) => ({ status: 200, body: [...headers].join("\n") }),
};

const site = cgi({ log: quiet }, staticFiles(ROOT));

const server = serveHttp(
  { port: 0, log: quiet },
  (request) => (ANSWERS[request.path] ?? site)(request),
);
console.log(server.addr.port);
