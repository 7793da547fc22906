import { expectThat, start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectError } from "./peer.ts";
import { askServer, TRY } from "./yes.ts";

const test = suite(import.meta.url, { try: TRY });

Deno.test(test("a client that says something reads Yes", {
  because: "RFC 9293 section 3.6: each side closes when it has no more to send",
}, async () => {
  await using server = await start(serve);
  await askServer(server, {
    silence: "serveTcp does not close the connection after onConnection, so " +
      "the client waits for more",
  });
}));

Deno.test(
  test("it listens on 127.0.0.1, and says on which port", {}, async () => {
    await using server = await start(serve);
    const { hostname, port } = server.addr;
    expectThat(hostname === "127.0.0.1", `it listens on ${hostname}`, {
      expected: "the address 127.0.0.1 if the options name no other",
      likely: 'hostname has no default, so Deno takes "0.0.0.0"',
    });
    expectThat(port > 0, `addr has the port ${port}`, {
      expected: "the port that the kernel has chosen",
      likely: "addr is made of the options: take listener.addr, since port 0 " +
        "means any free port",
    });
    await askServer(server);
  }),
);

Deno.test(test("a port in use is an error at once", {}, async () => {
  await using server = await start(serve);
  const { port } = server.addr;
  const second = (async () => await serve({ port, log() {} }).shutdown())();
  const likely = "serve() or serveTcp() is async, or catches the error of " +
    "Deno.listen";
  await expectError(second, Deno.errors.AddrInUse, likely);
  await askServer(server);
}));
