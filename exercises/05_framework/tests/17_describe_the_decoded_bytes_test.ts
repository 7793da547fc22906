import {
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  get,
  start,
  streamOf,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { requestOf, serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 8.4: Content-Encoding names the coding of the " +
    "bytes that are sent; fetch() has decoded them, but keeps the fields",
});

/** "hello" in brotli. */
const BROTLI = new Uint8Array([11, 2, 128, 104, 101, 108, 108, 111, 3]);

/** "hello" in gzip. */
const GZIP = new Uint8Array(
  await new Response(
    streamOf("hello").pipeThrough(new CompressionStream("gzip")),
  ).arrayBuffer(),
);

/** A server whose answers have the coding that the path names. */
function startUpstream() {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, ({
    url,
  }) => {
    const coding = new URL(url).pathname.slice(1);
    const body = coding === "br" ? BROTLI : GZIP;
    const headers = { "Content-Encoding": coding, "X-Upstream": "yes" };
    return new Response(body, { headers });
  });
}

/** Starts a server that fetches from another one. */
function startProxy({ addr }: Deno.HttpServer<Deno.NetAddr>) {
  return start(serveWith(({ url, method }) => {
    const { pathname } = new URL(url);
    return fetch(`http://127.0.0.1:${addr.port}${pathname}`, { method });
  }));
}

Deno.test(test("a decoded body leaves without its coding", {}, async () => {
  await using upstream = startUpstream();
  await using server = await startProxy(upstream);
  for (const coding of ["gzip", "GZIP", "br"]) {
    await variant(coding, async () => {
      const response = await server.exchange(get(`/${coding}`), {
        likely: {
          "end of file": "the Content-Length of the coded body is sent with " +
            "the decoded one: leave the field out, whatever the case of the " +
            "coding",
        },
      });
      expectStatus(response, 200);
      expectField(response, "X-Upstream", "yes");
      expectNoField(response, "Content-Encoding");
      expectBody(response, "hello");
    });
  }
}));

Deno.test(test("its Content-Length goes, too", {
  because: "RFC 9110 section 8.6: Content-Length would count the coded bytes",
}, async () => {
  await using upstream = startUpstream();
  await using server = await startProxy(upstream);
  const head = requestOf("HEAD /gzip");
  const response = await server.exchange(head, { method: "HEAD" });
  expectStatus(response, 200);
  expectNoField(response, "Content-Length");
}));

Deno.test(test("a body that fetch cannot decode keeps its coding", {
  because: "Deno's fetch decodes gzip and br, and passes other codings on",
}, async () => {
  await using upstream = startUpstream();
  await using server = await startProxy(upstream);
  for (const coding of ["zstd", "x-gzip", "gzip2"]) {
    await variant(coding, async () => {
      const response = await server.exchange(get(`/${coding}`));
      expectField(response, "Content-Encoding", coding, {
        likely: response.headers.has("Content-Encoding")
          ? undefined
          : "the field is removed for other codings, too: fetch decodes gzip " +
            "and br, and compares the whole name",
      });
      expectBody(response, GZIP);
    });
  }
}));

Deno.test(test("a handler that compresses keeps its coding", {
  because: 'a Response that a handler makes has the type "default", and a ' +
    'fetched one has "basic"',
}, async () => {
  const headers = { "Content-Encoding": "gzip" };
  await using server = await start(
    serveWith(() => new Response(GZIP, { headers })),
  );
  const response = await server.exchange(get("/"));
  expectField(response, "Content-Encoding", "gzip", {
    likely: response.headers.has("Content-Encoding")
      ? undefined
      : 'the field is removed from every Response: look at its type ("basic")',
  });
  expectBody(response, GZIP);
}));
