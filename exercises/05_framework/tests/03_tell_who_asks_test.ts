import {
  expectStatus,
  expectThat,
  expectValue,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import type { FetchInfo } from "../server.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "Deno.ServeHandlerInfo: a handler for Deno.serve finds the " +
    "client's address in its second argument",
});

Deno.test(test("info.remoteAddr is the address of the client", {}, async () => {
  let info: FetchInfo | undefined;
  await using server = await start(serveWith((_, given) => {
    info = given;
    return new Response("seen");
  }));
  const client = await server.connect();
  await client.send(get("/"));
  expectStatus(await client.readResponse(), 200);
  expectThat(info !== undefined, "the handler has no second argument", {
    expected: "handler(request, { remoteAddr })",
  });
  const { transport, hostname, port } = client.localAddr;
  expectValue("info.remoteAddr", info.remoteAddr, {
    transport,
    hostname,
    port,
  });
}));

Deno.test(test("info has nothing else of the engine's request", {
  because:
    "on Deno.serve info has neither path nor body: a handler that cannot " +
    "see them does not rely on them",
}, async () => {
  let names: string[] = [];
  await using server = await start(serveWith((_, info) => {
    names = Object.keys(info ?? {});
    return new Response("seen");
  }));
  expectStatus(await server.exchange(get("/")), 200);
  names = names.filter((name) => name !== "completed");
  expectValue("the list of names in info", names, ["remoteAddr"], {
    likely: names.includes("path")
      ? "info is the request of the engine: pass { remoteAddr } only"
      : undefined,
  });
}));
