import { getEventListeners } from "node:events";
import {
  expectBody,
  expectValue,
  get,
  Moment,
  pause,
  type ServerUnderTest,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "Deno.ServeOptions: signal",
});

function startWith(signal: AbortSignal): Promise<ServerUnderTest> {
  return start((options) =>
    serve({ ...options, signal }, () => new Response("Hello"))
  );
}

/** Expects that the server has stopped, or stops now. */
async function expectStopped(
  server: ServerUnderTest,
  likely?: string,
): Promise<void> {
  using stopped = new Moment("server.finished settles");
  server.finished.then(stopped.happen);
  await stopped.expect({ likely });
}

Deno.test(test("a signal that aborts stops the server", {}, async () => {
  const controller = new AbortController();
  await using server = await startWith(controller.signal);
  expectBody(await server.exchange(get("/")), "Hello");
  controller.abort();
  await expectStopped(server);
}));

Deno.test(test("a signal that has aborted before stops it at once", {
  because: "a signal fires its event once: a listener may be too late",
}, async () => {
  await using server = await startWith(AbortSignal.abort());
  await expectStopped(
    server,
    "a signal that has aborted fires no event any more: look at signal.aborted",
  );
}));

Deno.test(test("a server that has ended leaves no listener", {
  because:
    "a signal may live longer than many servers, and its listeners keep " +
    "them all in memory",
}, async () => {
  const { signal } = new AbortController();
  await using server = await startWith(signal);
  await server.shutdown();
  await server.finished;
  await pause(0);
  const { length } = getEventListeners(signal, "abort");
  expectValue("the number of listeners on the signal", length, 0, {
    likely:
      "removeEventListener is missing: call it when server.finished has " +
      "settled",
  });
}));
