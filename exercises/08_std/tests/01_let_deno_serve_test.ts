import {
  expectBody,
  expectField,
  expectStatus,
  expectThat,
  expectValue,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveFetch } from "../server.ts";
import { expectNoServer } from "./refused_start.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/style.css",
});

function hello(): Response {
  return new Response("Hello");
}

Deno.test(test("the handler's Response is the answer", {
  because: "Fetch Standard section 5.5: a Response has status, headers, body",
}, async () => {
  await using server = await start((options) =>
    serveFetch(options, ({ method, url }, { remoteAddr }) => {
      const { pathname } = new URL(url);
      const text = `${method} ${pathname} ${remoteAddr.hostname}`;
      const headers = { "X-Course": "sockets" };
      return new Response(text, { status: 201, headers });
    })
  );
  const response = await server.exchange(get("/tea"));
  expectStatus(response, 201);
  expectField(response, "X-Course", "sockets");
  expectBody(response, "GET /tea 127.0.0.1");
}));

Deno.test(test("it listens on 127.0.0.1, and not after shutdown()", {
  because: "Deno.serve listens on 0.0.0.0 by default: any machine of the " +
    "network could connect",
}, async () => {
  await using server = await start((options) => serveFetch(options, hello));
  const { transport, hostname, port } = server.addr;
  expectValue("the transport", transport, "tcp");
  expectValue("the hostname", hostname, "127.0.0.1", {
    likely: hostname === "0.0.0.0"
      ? "hostname is not passed to Deno.serve, or it is this one by default"
      : undefined,
  });
  expectBody(await server.exchange(get("/")), "Hello");
  const asked = await defaultPort();
  expectValue("the port without an option", asked, 8000);
  await server.shutdown();
  await server.finished;
  const isRefused = await Deno.connect({ port }).then((connection) => {
    connection.close();
    return false;
  }, () => true);
  expectThat(isRefused, "the server accepts connections after shutdown()");
}));

Deno.test(test("serveFetch throws if it cannot listen", {
  because: "the user has to read which port is in use",
  try: "deno run -A exercises/08_std/server.ts (in two terminals)",
}, async () => {
  await using server = await start((options) => serveFetch(options, hello));
  const { port } = server.addr;
  await variant("a port in use", () =>
    expectNoServer(
      () => serveFetch({ port, log() {} }, hello),
      "AddrInUse",
      "port is not passed to Deno.serve; or reusePort is, so that two " +
        "servers share the port",
    ));
  // An address for documentation, RFC 5737: no machine has it.
  const hostname = "192.0.2.1";
  await variant(`the hostname ${hostname}`, () =>
    expectNoServer(
      () => serveFetch({ hostname, port: 0, log() {} }, hello),
      "AddrNotAvailable",
      "hostname is not passed to Deno.serve",
    ));
}));

/** The port that `Deno.serve` is asked for; another one is opened instead. */
async function defaultPort(): Promise<number | undefined> {
  const { serve } = Deno;
  let asked: number | undefined;
  Deno.serve = ((options: Deno.ServeTcpOptions, handler: Deno.ServeHandler) => {
    // Its own default is the same.
    asked = options.port ?? 8000;
    return serve({ ...options, port: 0 }, handler);
  }) as typeof Deno.serve;
  try {
    await serveFetch({ log() {} }, hello).shutdown();
  } finally {
    Deno.serve = serve;
  }
  return asked;
}
