/**
 * The suite of stage 02, task 9: what a handler is told, and what becomes of
 * what it throws.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  Connection,
  expectBody,
  expectInBody,
  expectNotInBody,
  expectStatus,
  Failure,
  get,
  httpRequest,
  Moment,
  post,
  scriptedPeer,
  start,
  suite,
  variant,
  withHandler,
} from "../../kit/mod.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  readRequest,
  serveHttp,
  writeResponse,
} from "./server.ts";

const task = suite(import.meta.url);

/** What starts a server with a handler of the test's own. */
function serveWith(handler: HttpHandler) {
  return withHandler(serveHttp, handler);
}

/** The text of a body; `null` if there is none. */
async function textOf(body: HttpRequest["body"]): Promise<string | null> {
  return body && await new Response(body).text();
}

/** What a handler was told, as far as the tests look at it. */
async function toldOf(request: HttpRequest) {
  const { method, target, path, query, version, contentLength } = request;
  const { headers, remoteAddr, localAddr } = request;
  return {
    ...{ method, target, path, query, version, contentLength },
    host: headers.get("host"),
    accept: headers.get("accept"),
    body: await textOf(request.body),
    remotePort: remoteAddr.port,
    localPort: localAddr.port,
  };
}

Deno.test(task(9, "the handler is told what was asked", {
  because: "RFC 9112 sections 3 and 5, RFC 9110 section 5.3",
  likely: "types.ts says what each property of HttpRequest holds: path is " +
    "still percent-encoded, query is what follows the first question mark, " +
    "a value what follows the first colon; " +
    "TRACE and CONNECT are the engine's to refuse",
}, async () => {
  const asked: unknown[] = [];
  await using server = await start(serveWith(async (request) => {
    asked.push(await toldOf(request));
    return { status: 200 };
  }));
  const usual = {
    ...{ method: "GET", version: "1.1", host: "localhost", accept: null },
    ...{ query: undefined, contentLength: undefined, body: null },
  };
  const rows: [request: string, told: Record<string, unknown>][] = [
    [
      get("/a%20b/../c?x=1?&y", "Accept: text/html", "ACCEPT:\t a:b \t"),
      {
        ...{ target: "/a%20b/../c?x=1?&y", path: "/a%20b/../c" },
        ...{ query: "x=1?&y", accept: "text/html, a:b" },
      },
    ],
    [httpRequest(["PURGE /? HTTP/1.0"]), {
      ...{ method: "PURGE", target: "/?", path: "/", query: "" },
      ...{ version: "1.0", host: null },
    }],
    [post("/", "Grüße"), {
      ...{ method: "POST", target: "/", path: "/" },
      ...{ contentLength: 7, body: "Grüße" },
    }],
  ];
  for (const [request, told] of rows) {
    await variant(request.slice(0, request.indexOf("\r\n")), async () => {
      const connection = await server.connect();
      await connection.send(request);
      expectStatus(await connection.readResponse(), 200);
      const ports = {
        remotePort: connection.localAddr.port,
        localPort: server.addr.port,
      };
      const wanted = { ...usual, ...told, ...ports };
      assertEquals(asked.at(-1), wanted, "the request, as the handler sees it");
    });
  }
  for (const line of ["TRACE / HTTP/1.1", "CONNECT localhost:80 HTTP/1.1"]) {
    await variant(`${line}, which no handler is asked`, async () => {
      const request = httpRequest([line, "Host: localhost"]);
      expectStatus(await server.exchange(request), 501);
      assertEquals(asked.length, rows.length, "requests that reached it");
    });
  }
}));

Deno.test(task(9, "an HttpError is answered with its status and its message", {
  because: "RFC 9110 section 15: the status says whose fault it is",
  likely:
    "the error is not caught around the handler, or it is answered 500: " +
    "error instanceof HttpError",
}, async () => {
  await using server = await start(serveWith(({ path }) => {
    const error = new HttpError(409, "Somebody else was faster");
    if (path === "/thrown") throw error;
    return Promise.reject(error);
  }));
  for (const path of ["/thrown", "/rejected"]) {
    await variant(path.slice(1), async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 409);
      expectInBody(response, "Somebody else was faster");
    });
  }
}));

Deno.test(
  task(9, "any other error is answered 500, and tells the client nothing", {
    because: "RFC 9110 section 15.6.1; what went wrong inside is nobody's " +
      "business but that of whoever reads the log",
    likely: "the message of the error is sent as the body, or it is not " +
      "logged; or a status that no response has goes out as it is",
  }, async () => {
    await using server = await start(serveWith(({ path }) => {
      if (path === "/thrown") throw new Error("the password is tuna");
      if (path === "/rejected") return Promise.reject("the password is tuna");
      return { status: Number(path.slice(1)) };
    }));
    for (const path of ["/thrown", "/rejected"]) {
      await variant(path.slice(1), async () => {
        const response = await server.exchange(get(path));
        expectStatus(response, 500);
        expectNotInBody(response, "tuna");
      });
    }
    for (const status of [99, 100, 600, NaN]) {
      await variant(`{ status: ${status} } becomes 500`, async () => {
        expectStatus(await server.exchange(get(`/${status}`)), 500);
      });
    }
    await variant("the next request", async () => {
      expectStatus(await server.exchange(get("/200")), 200);
    });
    await server.shutdown();
    const log = server.log.join("\n");
    assert(log.includes("tuna"), `the log says what was thrown: ${log}`);
  }),
);

Deno.test(
  task(9, "the signal aborts when the client has gone or the server stops", {
    because:
      "RFC 9293 section 3.5.2: a reset says that nobody listens any more",
    likely: "nobody reads while the handler works: keep one read pending, " +
      "once the body is in; shutdown() has to abort by itself",
  }, async () => {
    const rows = {
      "reset after a GET": get("/"),
      "reset after a POST": post("/", "firstname=Ada"),
      "shutdown": get("/"),
      "shutdown, the body not read": post("/", "firstname=Ada"),
    };
    for (const [name, request] of Object.entries(rows)) {
      await variant(name, async () => {
        await using server = await start(serveWith(async ({ body, signal }) => {
          if (!name.endsWith("not read")) await textOf(body);
          signal.addEventListener("abort", aborted.happen);
          if (signal.aborted) aborted.happen();
          called.happen();
          await aborted.promise;
          return { status: 200 };
        }));
        using called = new Moment("the handler is called");
        using aborted = new Moment("request.signal aborts");
        const connection = await server.connect({ canReset: true });
        await connection.send(request);
        await called.expect();
        if (name.startsWith("shutdown")) await server.shutdown();
        else await connection.reset();
        await aborted.expect();
      });
    }
  }),
);

Deno.test(task(9, "the log has one line for each request", {
  likely: "it has more, or none: the client's address, the request-line and " +
    "the status are what people look for, also where the request was refused",
  try: "curl http://127.0.0.1:8000/nothing",
}, async () => {
  await using server = await start(serveWith(() => ({ status: 203 })));
  const connection = await server.connect();
  await connection.send(get("/tea?sugar=1", "Connection: close"));
  await connection.readResponse();
  await connection.expectEnd();
  await server.exchange("HELLO THERE\r\n\r\n");
  await server.shutdown();
  const { length } = server.log;
  assert(length === 2, `${length} lines in the log, for two requests`);
  const [line, refused] = server.log;
  const { hostname, port } = connection.localAddr;
  const requestLine = "GET /tea?sugar=1 HTTP/1.1";
  for (const part of [`${hostname}:${port}`, requestLine, "203"]) {
    assert(line.includes(part), `${part} is missing in the log: ${line}`);
  }
  for (const part of [hostname, "400"]) {
    assert(refused.includes(part), `${part} is missing: ${refused}`);
  }
  const isLogged = !/undefined|null|NaN/.test(refused);
  assert(isLogged, `what is no request, in the log: ${refused}`);
}));

/** What becomes of one connection that readRequest and writeResponse serve. */
async function serveByHand(connection: Deno.TcpConn): Promise<unknown> {
  try {
    const request = await readRequest(connection);
    if (request === undefined) return undefined;
    const body = await textOf(request.body);
    await writeResponse(connection, { status: 201, body }, request);
    return request.method;
  } catch (error) {
    if (!(error instanceof HttpError)) return error;
    return await writeResponse(connection, { status: error.status })
      .then(() => error, (thrown) => thrown);
  }
}

Deno.test(task(9, "readRequest and writeResponse work without serveHttp", {
  because: "serveHttp is made of them, and something else may be one day",
  likely: "readRequest gives undefined for a client that says nothing, and " +
    "throws HttpError; writeResponse may have no request to go by",
}, async () => {
  let served: Promise<unknown> | undefined;
  await using peer = scriptedPeer(async (connection) => {
    served = serveByHand(connection);
    await served;
  });
  async function ask(request: string): Promise<Connection> {
    const connection = await Connection.open(peer.addr);
    await connection.send(request);
    await connection.closeWrite();
    if (await connection.more() === "silence") return connection;
    const result = await served;
    // What went wrong here says more than a missing answer.
    if (!(result instanceof Error) || result instanceof HttpError) {
      return connection;
    }
    throw new Failure("readRequest or writeResponse threw", {
      thrown: result,
      expected: "nothing but an HttpError of readRequest; and writeResponse " +
        "can do without a body, and without a request",
    });
  }
  await variant("a request", async () => {
    const connection = await ask(post("/", "hello"));
    const response = await connection.readResponse();
    expectStatus(response, 201);
    expectBody(response, "hello");
  });
  await variant("what is no request", async () => {
    const connection = await ask("HELLO\r\n\r\n");
    expectStatus(await connection.readResponse(), 400);
    assert(await served instanceof HttpError, "readRequest throws HttpError");
  });
  await variant("nothing", async () => {
    const connection = await ask("");
    assertEquals(await served, undefined, "what readRequest gives");
    await connection.readToEnd();
  });
}));
