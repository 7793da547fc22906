import { expectStatus, get, start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "HttpServer.shutdown() waits until every answer has been read",
  likely: {
    late: "this is HttpServer.shutdown(): abort the option signal of " +
      "Deno.serve instead, which cuts every connection",
  },
});

Deno.test(test("shutdown() cuts a client that does not read", {}, async () => {
  const files = { "large.bin": new Uint8Array(16 * 1024 * 1024) };
  await using site = await createSite(files);
  await using server = await start(serve, site.options);
  const connection = await server.connect();
  await connection.send(get("/large.bin"));
  expectStatus(await connection.readResponse({ method: "HEAD" }), 200);
  await server.shutdown();
  await server.shutdown();
}));

Deno.test(test("shutdown() cuts half a request", {}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const connection = await server.connect();
  await connection.send("GET / HT");
  // The server has accepted the connection before this one.
  expectStatus(await server.exchange(get("/")), 200);
  await server.shutdown();
}));
