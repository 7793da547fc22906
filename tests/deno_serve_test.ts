/**
 * Where `serve` of stage 05 and `Deno.serve` differ: each line of the table in
 * its README, tried on both. The suite of stage 05 tests what they share.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  get,
  httpRequest,
  Moment,
  post,
  type RawResponse,
  type RunningServer,
  start,
  type StartOptions,
} from "../kit/mod.ts";
import { type FetchHandler, serve } from "../solutions/05_framework.ts";

/** One line of the table. */
interface Difference {
  /** The request, as it travels. */
  readonly request: string;
  /** Answers it, if the server calls the handler. */
  readonly handler: FetchHandler;
  /** Extracts the part of the answer that differs; the body by default. */
  look?(response: RawResponse): string;
  /** That part on `serve`, and on `Deno.serve`. */
  readonly wanted: readonly [ours: string, theirs: string];
}

function line(requestLine: string, ...fields: string[]): string {
  return httpRequest([`${requestLine} HTTP/1.1`, "Host: localhost", ...fields]);
}

function statusOf({ status }: RawResponse): string {
  return `${status}`;
}

const tellUrl: FetchHandler = ({ url }) => new Response(url);
const tellMethod: FetchHandler = ({ method }) => new Response(method);
const ok: FetchHandler = () => new Response("ok");

const DIFFERENCES: Record<string, Difference> = {
  "no Host in HTTP/1.1": {
    request: httpRequest(["GET / HTTP/1.1"]),
    handler: ok,
    look: statusOf,
    wanted: ["400", "200"],
  },
  "a Host that is not valid in a URL": {
    request: httpRequest(["GET / HTTP/1.1", "Host: 1.2.3.999"]),
    handler: ({ url }) => new Response(`${URL.canParse(url)}`),
    look: (response) => `${response.status} ${textOf(response)}`.slice(0, 9),
    wanted: ["400 Canno", "200 false"],
  },
  "TRACE": {
    request: line("TRACE /"),
    handler: tellMethod,
    look: statusOf,
    wanted: ["501", "200"],
  },
  "TRACK": {
    request: line("TRACK /"),
    handler: tellMethod,
    look: statusOf,
    wanted: ["501", "200"],
  },
  "get": {
    request: line("get /"),
    handler: tellMethod,
    look: (response) => `${response.status} ${textOf(response)}`.slice(0, 7),
    wanted: ["501 Can", "200 get"],
  },
  "dot segments": {
    request: get("/a/../b/%2e/c"),
    handler: tellUrl,
    wanted: ["http://localhost/b/c", "http://localhost/a/../b/%2e/c"],
  },
  "a URL without a path": {
    request: get("http://localhost?a"),
    handler: tellUrl,
    wanted: ["http://localhost/?a", "http://localhost?a"],
  },
  "a default port": {
    request: httpRequest(["GET / HTTP/1.1", "Host: localhost:80"]),
    handler: tellUrl,
    wanted: ["http://localhost/", "http://localhost:80/"],
  },
  "a fragment": {
    request: get("/a#b"),
    handler: tellUrl,
    look: statusOf,
    wanted: ["400", "200"],
  },
  "absolute-form": {
    request: get("http://example.org/"),
    handler: ({ headers }) => new Response(headers.get("Host")),
    wanted: ["example.org", "localhost"],
  },
  "OPTIONS *": {
    request: line("OPTIONS *"),
    handler: ({ url }) => new Response(new URL(url).pathname),
    wanted: ["", "/*"],
  },
  "Deno.upgradeWebSocket": {
    request: line(
      "GET /",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ),
    handler: (request) => Deno.upgradeWebSocket(request).response,
    look: statusOf,
    wanted: ["501", "101"],
  },
  "request.headers.set": {
    request: get("/"),
    handler: ({ headers }) => {
      headers.set("X-Name", "value");
      return new Response("set");
    },
    look: statusOf,
    wanted: ["200", "500"],
  },
  "the body of a POST without one": {
    request: post("/", ""),
    handler: ({ body }) => new Response(body === null ? "null" : "a stream"),
    wanted: ["null", "a stream"],
  },
  "info.completed": {
    request: get("/"),
    handler: (_, { completed }) => {
      completed?.catch(() => {});
      return new Response(typeof completed);
    },
    wanted: ["undefined", "object"],
  },
  "Date of a handler": {
    request: get("/"),
    handler: () => new Response("ok", { headers: { Date: "today" } }),
    look: ({ headers }) => `${headers.get("Date") === "today"}`,
    wanted: ["false", "true"],
  },
  "Connection of a handler": {
    request: get("/"),
    handler: () => new Response("ok", { headers: { Connection: "x-own" } }),
    look: ({ headers }) => `${headers.get("Connection") === "x-own"}`,
    wanted: ["false", "true"],
  },
  "a body longer than 1 MiB": {
    request: post("/", "a".repeat(1_048_577)),
    handler: async (request) =>
      new Response(`${(await request.text()).length}`),
    look: statusOf,
    wanted: ["413", "200"],
  },
};

function textOf({ body }: RawResponse): string {
  return new TextDecoder().decode(body);
}

function denoServe(
  { port }: StartOptions,
  handler: FetchHandler,
): RunningServer {
  return Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, handler);
}

for (const [name, difference] of Object.entries(DIFFERENCES)) {
  Deno.test(`serve and Deno.serve differ: ${name}`, async () => {
    const { request, handler, look = textOf, wanted } = difference;
    await using ours = await start((options) => serve(options, handler));
    await using theirs = await start((options) => denoServe(options, handler));
    const found = [
      look(await ours.exchange(request)),
      look(await theirs.exchange(request)),
    ];
    assertEquals(found, [...wanted]);
  });
}

Deno.test("serve and Deno.serve differ: the length of a 205", async () => {
  const handler = () => new Response(null, { status: 205 });
  await using ours = await start((options) => serve(options, handler));
  await using theirs = await start((options) => denoServe(options, handler));
  const heads = [];
  for (const server of [ours, theirs]) {
    const client = await server.connect();
    await client.send(get("/"));
    const head = await client.readUntil("\r\n\r\n");
    heads.push(/^content-length: 0\r$/im.test(head));
  }
  assertEquals(heads, [true, false]);
});

Deno.test("serve and Deno.serve differ: CONNECT", async () => {
  await using ours = await start((options) => serve(options, tellMethod));
  await using theirs = await start((options) => denoServe(options, tellMethod));
  const statusLines = [];
  for (const server of [ours, theirs]) {
    const client = await server.connect();
    await client.send(
      httpRequest(["CONNECT example.org:80 HTTP/1.1", "Host: example.org:80"]),
    );
    statusLines.push((await client.readUntil("\r\n")).slice(9, 12));
  }
  assertEquals(statusLines, ["501", "200"]);
});

Deno.test("serve and Deno.serve differ: the signal after the answer", async () => {
  const signals: AbortSignal[] = [];
  const handler: FetchHandler = ({ signal }) => {
    signals.push(signal);
    return new Response("ok");
  };
  await using ours = await start((options) => serve(options, handler));
  await using theirs = await start((options) => denoServe(options, handler));
  await ours.exchange(get("/"));
  await theirs.exchange(get("/"));
  assertEquals(signals.map(({ aborted }) => aborted), [false, true]);
});

Deno.test("serve and Deno.serve differ: a signal that is already aborted", async () => {
  const signal = AbortSignal.abort();
  await using ours = serve({ port: 0, signal, log() {} }, ok);
  await ours.finished;
  const options = { port: 0, signal, hostname: "127.0.0.1", onListen() {} };
  await using theirs = Deno.serve(options, ok);
  const answer = await fetch(`http://127.0.0.1:${theirs.addr.port}/`);
  assertEquals(await answer.text(), "ok");
});

Deno.test("serve and Deno.serve differ: a client that has half-closed", async () => {
  const isAborted = [false, false];
  const aborts = [0, 1].map((index) => {
    const moment = new Moment(`the signal of server ${index} aborts`);
    moment.promise.then(() => isAborted[index] = true);
    return moment;
  });
  using answered = new Moment("the handler may answer");
  const handle = (index: number): FetchHandler => async ({ signal }) => {
    signal.addEventListener("abort", aborts[index].happen);
    await answered.promise;
    return new Response("late");
  };
  await using ours = await start((options) => serve(options, handle(0)));
  await using theirs = await start((options) => denoServe(options, handle(1)));
  const [client, other] = [await ours.connect(), await theirs.connect()];
  for (const connection of [client, other]) {
    await connection.send(get("/"));
    await connection.closeWrite();
  }
  await aborts[1].expect();
  assertEquals(isAborted, [false, true]);
  answered.happen();
  assertEquals(textOf(await client.readResponse()), "late");
  await other.expectEnd();
});
