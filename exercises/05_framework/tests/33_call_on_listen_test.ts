import { expectValue, start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "Deno.ServeOptions: onListen(localAddr)",
});

Deno.test(test("onListen receives the address, before serve returns", {
  because: "Deno.ServeOptions: onListen; a caller may print the URL there",
}, async () => {
  let received: Deno.NetAddr | undefined;
  let atOnce: Deno.NetAddr | undefined;
  await using server = await start((options) => {
    const server = serve({
      ...options,
      onListen: (addr) => received = addr,
    }, () => new Response("Hello"));
    atOnce = received;
    return server;
  });
  expectValue("what onListen has received", received, server.addr, {
    likely: received?.port === 0
      ? "onListen receives the options, whose port may be 0: server.addr"
      : undefined,
  });
  expectValue("what it had received when serve returned", atOnce, received, {
    likely: "onListen is called in a promise or a microtask: call it in serve",
  });
}));
