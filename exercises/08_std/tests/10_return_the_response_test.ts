import {
  expectField,
  expectNoField,
  expectStatus,
  expectThat,
  expectValue,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "the Response of serveDir has its fields, and a stream that reads " +
    "the file no faster than the client",
});

/** More than all buffers between server and client hold, in bytes. */
const LARGE = 16 * 1024 * 1024;

Deno.test(test("HEAD is answered like GET, without the body", {
  because: "RFC 9110 section 9.3.2",
  try: "curl -I http://127.0.0.1:8000/test.jpg",
}, async () => {
  const files = { "page.html": "<p>Hello", "list/x.txt": "x" };
  await using site = await createSite(files);
  await using server = await start(serve, site.options);
  for (const path of ["/page.html", "/list/", "/nothing.html"]) {
    await variant(path, async () => {
      const answer = await server.exchange(get(path));
      const request = get(path).replace("GET", "HEAD");
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, answer.status);
      for (const name of ["Content-Type", "Content-Length"]) {
        const value = answer.headers.get(name);
        expectField(response, name, value ?? undefined);
      }
    });
  }
}));

Deno.test(test("no field is added", {}, async () => {
  await using site = await createSite({ "page.html": "<p>Hello" });
  await using server = await start(serve, site.options);
  const response = await server.exchange(get("/page.html"));
  const more = ["Access-Control-Allow-Origin", "Cache-Control", "Set-Cookie"];
  for (const name of more) expectNoField(response, name);
}));

Deno.test(test("a large file is read while the client reads", {
  because: "one whole file in memory for every client soon fills it",
}, async () => {
  await using site = await createSite({ "large.bin": new Uint8Array(LARGE) });
  await using server = await start(serve, site.options);
  const connection = await server.connect();
  await connection.send(get("/large.bin", "Connection: close"));
  expectStatus(await connection.readResponse({ method: "HEAD" }), 200);
  // The buffers are full, and nothing has read the end of the file yet.
  const end = new TextEncoder().encode("the new end");
  {
    const path = `${site.options.root}/large.bin`;
    using file = await Deno.open(path, { write: true });
    await file.seek(-end.length, Deno.SeekMode.End);
    await file.write(end);
  }
  const body = await connection.readToEnd();
  expectValue("the length of the body", body.length, LARGE);
  const received = new TextDecoder().decode(body.slice(-end.length));
  expectThat(
    received === "the new end",
    "the whole file was read before the client had read its beginning",
    { likely: "the body is read and the Response made anew" },
  );
}));

Deno.test(test("a client that leaves in the middle leaves no file open", {
  likely: {
    leak: "the Response is not the one of serveDir, whose stream closes the " +
      "file when it is cancelled",
  },
}, async () => {
  await using site = await createSite({ "large.bin": new Uint8Array(LARGE) });
  await using server = await start(serve, site.options);
  const connection = await server.connect({ canReset: true });
  await connection.send(get("/large.bin"));
  const head = await connection.readResponse({ method: "HEAD" });
  expectStatus(head, 200);
  expectField(head, "Content-Length", `${LARGE}`);
  await variant("the log, before the client has read the file", async () => {
    await server.logged("/large.bin", {
      likely: "the line is written when the body is sent: write it when the " +
        "handler has answered",
    });
  });
  await connection.reset();
}));
