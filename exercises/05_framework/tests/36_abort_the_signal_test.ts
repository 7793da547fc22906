import {
  type Connection,
  get,
  Moment,
  type ServerUnderTest,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "a result for which no client waits need not be computed",
});

Deno.test(test("a client that goes aborts request.signal", {}, async () => {
  await expectAborted((client) => client.reset());
}));

Deno.test(test("shutdown() aborts request.signal", {}, async () => {
  await expectAborted((_, server) => server.shutdown());
}));

/** Expects that the signals of a Request and of its copy abort. */
async function expectAborted(
  leave: (client: Connection, server: ServerUnderTest) => Promise<void>,
): Promise<void> {
  using called = new Moment("the handler is called");
  using aborted = new Moment("the signal of the Request aborts");
  using followed = new Moment("the signal of a copy of it aborts");
  await using server = await start(serveWith(async (request) => {
    const copy = new Request(request);
    copy.signal.addEventListener("abort", followed.happen);
    request.signal.addEventListener("abort", aborted.happen);
    called.happen();
    await aborted.promise;
    return new Response("too late");
  }));
  const client = await server.connect({ canReset: true });
  await client.send(get("/"));
  await called.expect();
  await leave(client, server);
  await aborted.expect({
    likely: "the Request has no signal: new Request(url, { …, signal })",
  });
  await followed.expect({
    likely: "the property signal is replaced: a copy follows only the signal " +
      "that new Request received",
  });
}
