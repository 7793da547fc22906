import {
  expectBody,
  expectField,
  expectStatus,
  expectThat,
  get,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { type HttpHandler, serveHttp } from "../server.ts";
import { CLOSE, serveWith } from "./handlers.ts";

const test = suite(import.meta.url);

const RESPONSE = {
  status: 203,
  headers: { "Content-Type": "text/plain" },
  body: "tea",
};

/** A handler may return its response, or a promise of it. */
const HANDLERS: Record<string, HttpHandler> = {
  "a handler": () => RESPONSE,
  "an async handler": async () => await Promise.resolve(RESPONSE),
};

Deno.test(
  test("serveHttp sends what its handler returns", {}, async () => {
    for (const [name, handler] of Object.entries(HANDLERS)) {
      await variant(name, async () => {
        await using server = await start(serveWith(handler));
        const response = await server.exchange(get("/", CLOSE));
        expectStatus(response, 203, {
          likely: response.status === 500 || name === "a handler"
            ? undefined
            : "the promise is not awaited",
        });
        expectField(response, "Content-Type", "text/plain");
        expectBody(response, "tea");
      });
    }
  }),
);

/** The port that serveHttp asks for without options; it gets a free one. */
async function defaultPort(): Promise<number | undefined> {
  const { listen } = Deno;
  let port: number | undefined;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    ({ port } = options);
    return listen({ ...options, port: 0 });
  }) as typeof Deno.listen;
  try {
    await using _server = serveHttp({ log() {} }, () => RESPONSE);
  } finally {
    Object.assign(Deno, { listen });
  }
  return port;
}

Deno.test(test("it listens on port 8000", {}, async () => {
  const port = await defaultPort();
  expectThat(port === 8000, `it asked for port ${port}`, {
    expected: "port 8000 if the options name no other",
  });
}));

Deno.test(test("TRACE and CONNECT do not reach the handler", {
  because:
    "RFC 9110 sections 9.3.6 and 9.3.8: both are for the server itself, " +
    "and this one implements neither",
}, async () => {
  const asked: string[] = [];
  await using server = await start(serveWith(({ method }) => {
    asked.push(method);
    return { status: 200 };
  }));
  for (const line of ["TRACE / HTTP/1.1", "CONNECT localhost:80 HTTP/1.1"]) {
    await variant(line, async () => {
      const request = httpRequest([line, "Host: localhost"]);
      expectStatus(await server.exchange(request), 501);
      expectThat(asked.length === 0, `the handler was asked: ${asked}`, {
        expected: "501 without a call of the handler",
      });
    });
  }
}));
