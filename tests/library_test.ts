/**
 * What the library promises beyond the stages: `serve` of `mod.ts` is that of
 * stage 05, and runs on the engine of stage 06.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { expectBody, expectField, get, start } from "../kit/mod.ts";
import { type FetchHandler, serve } from "../mod.ts";

const tellPath: FetchHandler = ({ url }) => new Response(new URL(url).pathname);

Deno.test("serve of mod.ts keeps a connection for the next request", async () => {
  await using server = await start((options) => serve(options, tellPath));
  const connection = await server.connect();
  await connection.send(get("/first"));
  expectBody(await connection.readResponse(), "/first");
  await connection.send(get("/second", "Connection: close"));
  expectBody(await connection.readResponse(), "/second");
  await connection.expectEnd();
});

Deno.test("serve of mod.ts takes the options of both", async () => {
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
