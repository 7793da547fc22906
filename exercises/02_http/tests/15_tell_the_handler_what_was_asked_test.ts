import {
  expectStatus,
  expectThat,
  expectValue,
  get,
  httpRequest,
  post,
  type ServerUnderTest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { HttpRequest } from "../server.ts";
import { serveWith, textOf } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 sections 3 and 5",
});

/** How a property may have got another value than it should have. */
const CAUSES: Partial<Record<keyof HttpRequest, string>> = {
  path: "the path is decoded, or resolved by new URL(): keep it as it was sent",
  query: "the query is what follows the first question mark; without a " +
    "question mark it is undefined, and with nothing after it an empty text",
};

/** Requests, and some of what a handler is told about them. */
const ROWS: readonly [request: string, told: Partial<HttpRequest>][] = [
  [get("/a%20b/../c?x=1?&y"), {
    ...{ method: "GET", target: "/a%20b/../c?x=1?&y", version: "1.1" },
    ...{ path: "/a%20b/../c", query: "x=1?&y" },
  }],
  [httpRequest(["PURGE /? HTTP/1.0"]), {
    ...{ method: "PURGE", target: "/?", version: "1.0" },
    ...{ path: "/", query: "" },
  }],
  [get("/tea"), { target: "/tea", path: "/tea", query: undefined }],
];

/** Collects the requests that its handler gets, with their bodies as text. */
async function collect() {
  const asked: { request: HttpRequest; text: string | null }[] = [];
  const server = await start(serveWith(async (request) => {
    asked.push({ request, text: await textOf(request.body) });
    return { status: 200 };
  }));
  return { asked, server };
}

async function ask(server: ServerUnderTest, request: string) {
  const connection = await server.connect();
  await connection.send(request);
  expectStatus(await connection.readResponse(), 200);
  return connection;
}

Deno.test(
  test("the handler is told what the request-line says", {}, async () => {
    const { asked, server } = await collect();
    await using _server = server;
    for (const [request, told] of ROWS) {
      await variant(request.slice(0, request.indexOf("\r\n")), async () => {
        await ask(server, request);
        const found = asked.at(-1)!.request;
        for (const [name, value] of Object.entries(told)) {
          const key = name as keyof HttpRequest;
          const likely = CAUSES[key];
          expectValue(`request.${name}`, found[key], value, { likely });
        }
      });
    }
  }),
);

Deno.test(test("the handler is told the fields and the body", {}, async () => {
  const { asked, server } = await collect();
  await using _server = server;
  await ask(server, post("/", "Grüße", "ACCEPT:\t a:b \t"));
  const { request, text } = asked[0];
  const { headers, contentLength } = request;
  expectValue('headers.get("accept")', headers.get("accept"), "a:b");
  expectValue('headers.get("host")', headers.get("host"), "localhost");
  expectValue("request.contentLength", contentLength, 7);
  expectValue("the text of the body", text, "Grüße");
  await ask(server, get("/"));
  const without = asked[1].request;
  expectThat(without.body === null, "request.body is not null", {
    expected: "null for a request without a body",
  });
  expectValue(
    "without Content-Length, request.contentLength",
    without.contentLength,
    undefined,
  );
}));

Deno.test(test("each byte of a value is one character", {
  because: "RFC 9110 section 5.5: the bytes above 127 have no defined meaning",
}, async () => {
  const { asked, server } = await collect();
  await using _server = server;
  const response = await server.exchange(get("/", "X-Price: 1 € à"));
  expectStatus(response, 200, {
    likely: "a value has a character above U+00FF, which Headers refuses: " +
      "decode it with String.fromCharCode, since UTF-8 and TextDecoder's latin1 " +
      "(which is windows-1252) make other characters of the bytes above 127",
  });
  const value = asked[0].request.headers.get("x-price");
  expectValue('headers.get("x-price")', value, "1 â\x82¬ Ã\xa0", {
    expected: "a character for each byte: U+00E2 for the byte E2",
    likely: value === "1 â\x82¬ Ã"
      ? "trim() removes the byte A0, too: remove spaces and tabs only"
      : undefined,
  });
}));

Deno.test(test("the handler is told both addresses", {}, async () => {
  const { asked, server } = await collect();
  await using _server = server;
  const { localAddr } = await ask(server, get("/"));
  const { request } = asked[0];
  expectValue("remoteAddr.port", request.remoteAddr?.port, localAddr.port, {
    expected: "the port of the client",
  });
  expectValue("localAddr.port", request.localAddr?.port, server.addr.port, {
    expected: "the port of the server",
  });
}));
