import {
  expectThat,
  get,
  Moment,
  pause,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveFetch, type Server } from "../server.ts";
import { type End, ENDS } from "./ends.ts";

const test = suite(import.meta.url, {
  because: "what a handler uses, a database, may be closed only afterwards",
});

Deno.test(
  test("the end waits for the handlers that still run", {}, async () => {
    for (const [name, end] of ENDS) {
      await variant(name, () => expectNoneRuns(name, end));
    }
  }),
);

/** Ends a server while two handlers run, the second one longer than the first. */
async function expectNoneRuns(name: string, end: End): Promise<void> {
  using began = new Moment("both handlers are called");
  using allowed = new Moment("the handlers may answer");
  using over = new Moment("both handlers have returned");
  using ended = new Moment(`${name} settles`);
  let called = 0;
  let returned = 0;
  let subject: Server | undefined;
  await using server = await start((options) =>
    subject = serveFetch(options, async () => {
      const number = ++called;
      if (number === 2) began.happen();
      await allowed.promise;
      await pause(40 * number);
      if (++returned === 2) over.happen();
      return new Response("late");
    })
  );
  for (const path of ["/first", "/second"]) {
    const connection = await server.connect();
    await connection.send(get(path));
  }
  await began.expect();
  let running = 0;
  const ending = end(subject!).then(() => {
    running = called - returned;
    ended.happen();
  });
  allowed.happen();
  await over.expect();
  await ended.expect();
  await ending;
  expectThat(running === 0, `${name} has settled while a handler was running`, {
    expected: `${name} settles after the last handler has returned`,
    likely: name !== "finished"
      ? `finished waits for them, and ${name} does not: return finished there`
      : running === 2
      ? "HttpServer.finished settles when the connections are cut: await the " +
        "promises of all running handlers as well"
      : undefined,
  });
}
