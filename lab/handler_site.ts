/**
 * A site that makes every kind of answer, on the engine of a learner. It shows
 * in the lab the behaviour that the tests check with handlers of their own.
 *
 * @module
 */

import { parseArgs } from "node:util";
import {
  type Bytes,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  type ServeHttpOptions,
  type Server,
  toFetchHandler,
} from "../mod.ts";

/** The module of an engine. */
interface Engine {
  serveHttp(options: ServeHttpOptions, handler: HttpHandler): Server;
}

/** The options of both engines that say how long something may take. */
interface Deadlines {
  headerTimeoutMs: number;
  bodyTimeoutMs: number;
  halfCloseTimeoutMs: number;
  idleTimeoutMs: number;
  sendTimeoutMs: number;
  lingerMs: number;
  shutdownGraceMs: number;
}

type Answer = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  "/": () => ({ status: 200, body: "hello" }),
  "/characters": () => ({ status: 200, body: "h\u00e9llo" }),
  "/empty": () => ({ status: 200 }),
  "/204": () => ({ status: 204 }),
  "/304": () => ({ status: 304 }),
  "/read": async ({ body }) => {
    const { length } = await new Response(body).bytes();
    return { status: 200, body: `${length} bytes` };
  },
  "/echo": ({ body }) => ({ status: 200, body }),
  "/slow": async () => {
    await pause(400);
    return { status: 200, body: "slow" };
  },
  "/stream": () => ({ status: 200, body: streamOf("one", "two", "three") }),
  "/exact": () => withLength("11", streamOf("one", "two", "three")),
  "/too-short": () => withLength("20", streamOf("one", "two", "three")),
  "/too-long": () => withLength("5", streamOf("one", "two", "three")),
  "/breaks": () => ({
    status: 200,
    body: streamOf("one", new Error("broken on purpose")),
  }),
  "/throws": () => {
    throw new Error("secret: thrown on purpose");
  },
  "/latin1": () => ({ status: 200, headers: { "X-Name": "h\u00e9llo" } }),
  "/injected": () => ({ status: 200, headers: [["X-A", "b\r\nX-C: d"]] }),
  "/two-cookies": () => ({
    status: 200,
    headers: [["Set-Cookie", "a=b"], ["Set-Cookie", "c=d"]],
  }),
  "/large": () => ({ status: 200, body: "a".repeat(1 << 24) }),
  "/computes": async ({ body }) => {
    const reading = new Response(body).bytes();
    await pause(0);
    compute(700);
    return { status: 200, body: `${(await reading).length} bytes` };
  },
  "/undefined": () => ({ status: 200, headers: { "X-A": undefined } }),
  "/waits": ({ signal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        console.log("request.signal has aborted");
        resolve({ status: 200 });
      });
    }),
};

function withLength(length: string, body: HttpResponse["body"]): HttpResponse {
  return { status: 200, headers: { "Content-Length": length }, body };
}

/** A stream that takes its time, and perhaps breaks. */
function streamOf(...chunks: (string | Error)[]): ReadableStream<Bytes> {
  const encoder = new TextEncoder();
  return ReadableStream.from((async function* () {
    for (const chunk of chunks) {
      await pause(60);
      if (chunk instanceof Error) throw chunk;
      yield encoder.encode(chunk);
    }
  })());
}

/** Keeps the whole server from doing anything else. */
function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const handler: HttpHandler = (request) => {
  const answer = ANSWERS[request.path];
  if (answer) return answer(request);
  const paths = Object.keys(ANSWERS).join(" ");
  return { status: 404, body: `There are: ${paths}\n` };
};

/** Deadlines that can be seen in a moment. */
function limitTime(milliseconds: string | undefined): Partial<Deadlines> {
  if (milliseconds === undefined) return {};
  const names: readonly (keyof Deadlines)[] = [
    "headerTimeoutMs",
    "bodyTimeoutMs",
    "halfCloseTimeoutMs",
    "idleTimeoutMs",
    "sendTimeoutMs",
    "lingerMs",
    "shutdownGraceMs",
  ];
  return Object.fromEntries(
    names.map((name) => [name, Number(milliseconds)]),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      port: { type: "string" },
      engine: { type: "string" },
      "time-limit": { type: "string" },
      options: { type: "string", default: "{}" },
    },
  });
  const port = Number(values.port ?? 0);
  if (values.engine === undefined) {
    Deno.serve({ hostname: "127.0.0.1", port }, toFetchHandler(handler));
    return;
  }
  const engine: Engine = await import(values.engine);
  const options = {
    ...limitTime(values["time-limit"]),
    ...JSON.parse(values.options),
  };
  const server = engine.serveHttp({ ...options, port }, handler);
  console.log(`http://127.0.0.1:${server.addr.port}/`);
  Deno.addSignalListener("SIGTERM", async () => {
    await server.shutdown();
    Deno.exit();
  });
}

await main();
