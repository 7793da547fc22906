import {
  expectThat,
  Failure,
  slowWrites,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { askServer, TRY } from "./yes.ts";

const test = suite(import.meta.url, { try: TRY });

Deno.test(test("a client that says something reads Yes", {
  because: "RFC 9293 section 3.6: each side closes when it has no more to send",
}, async () => {
  await using server = await start(serve);
  await askServer(server, {
    "no end": "serveTcp does not close the connection after onConnection, so " +
      "the client waits for more",
  });
}));

Deno.test(
  test("the answer is sent before the connection is closed", {}, async () => {
    slowWrites();
    await using server = await start(serve);
    await askServer(server);
  }),
);

Deno.test(
  test("it listens on 127.0.0.1, and says on which port", {}, async () => {
    await using server = await start(serve);
    const { hostname } = server.addr;
    expectThat(hostname === "127.0.0.1", `it listens on ${hostname}`, {
      expected: "the address 127.0.0.1 if the options name no other",
      likely: 'hostname has no default, so Deno takes "0.0.0.0"',
    });
    await askServer(server);
    const port = await defaultPort();
    expectThat(port === 8000, `it asked for port ${port}`, {
      expected: "port 8000 if the options name no other",
    });
  }),
);

Deno.test(test("a port in use is an error at once", {}, async () => {
  await using server = await start(serve);
  const { port } = server.addr;
  const expected = "serve() throws AddrInUse, as Deno.listen does";
  let second: unknown;
  try {
    second = serve({ port, log() {} });
  } catch (thrown) {
    if (thrown instanceof Deno.errors.AddrInUse) return;
    throw new Failure("another error was thrown", { thrown, expected });
  }
  if (second instanceof Promise) second.catch(() => {});
  throw new Failure("serve() returned, although the port is in use", {
    expected,
    likely: second instanceof Promise
      ? "serve() or serveTcp() is async, so the error comes later"
      : undefined,
  });
}));

/** The port that `serve` asks for; it gets another one, which is free. */
async function defaultPort(): Promise<number | undefined> {
  const { listen } = Deno;
  let asked: number | undefined;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    asked = options.port;
    return listen({ ...options, port: 0 });
  }) as typeof Deno.listen;
  await serve({ log() {} }).shutdown();
  return asked;
}
