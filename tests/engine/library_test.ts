/**
 * Promises of the library beyond the stages: `serve` of `mod.ts` is that of stage
 * 05 on the fast engine, and some rules that learners need not know.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  expectBody,
  expectField,
  expectStatus,
  get,
  start,
  variant,
} from "../../kit/mod.ts";
import { cgi, type FetchHandler, serve, serveHttp } from "../../mod.ts";

const tellPath: FetchHandler = ({ url }) => new Response(new URL(url).pathname);

Deno.test("serve of mod.ts keeps a connection open for the next request", async () => {
  await using server = await start((options) => serve(options, tellPath));
  const connection = await server.connect();
  await connection.send(get("/first"));
  expectBody(await connection.readResponse(), "/first");
  await connection.send(get("/second", "Connection: close"));
  expectBody(await connection.readResponse(), "/second");
  await connection.expectEnd();
});

Deno.test("serve of mod.ts takes the options of stage 05 and of the engine", async () => {
  const addresses: Deno.NetAddr[] = [];
  const onListen = (addr: Deno.NetAddr) => void addresses.push(addr);
  await using server = await start((options) =>
    serve({ ...options, onListen, maxConnections: 0 }, tellPath)
  );
  assertEquals(addresses, [server.addr]);
  const connection = await server.connect();
  const refusal = await connection.readResponse();
  assertEquals(refusal.status, 503);
  expectField(refusal, "Retry-After");
});

Deno.test("PATH_INFO never contains a dot segment or an encoded slash", async () => {
  const scripts = { "/cgi-bin": new URL("../../cgi-bin/", import.meta.url) };
  const handler = cgi({ scripts }, () => ({ status: 200 }));
  await using server = await start((options) => serveHttp(options, handler));
  for (const pathInfo of ["/a%2Fb", "/../a", "/%2e%2E/a", "/./a"]) {
    await variant(pathInfo, async () => {
      const request = get(`/cgi-bin/hello.sh${pathInfo}`);
      expectStatus(await server.exchange(request), 404);
    });
  }
});
