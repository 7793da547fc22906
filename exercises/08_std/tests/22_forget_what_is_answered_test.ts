import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expectThat, get, pause, start, suite } from "../../../kit/mod.ts";
import { serveFetch } from "../server.ts";

const test = suite(import.meta.url, {
  because:
    "a server runs for months: one Response per request fills the memory",
});

Deno.test(test("no Response is kept after its answer", {}, async () => {
  const answers: WeakRef<Response>[] = [];
  await using server = await start((options) =>
    serveFetch(options, () => {
      const response = new Response("Hello");
      answers.push(new WeakRef(response));
      return response;
    })
  );
  for (let count = 0; count < 10; count++) await server.exchange(get("/"));
  // A WeakRef holds its target until the current turn of the event loop ends.
  await pause(1);
  collectGarbage();
  const kept = answers.filter((answer) => answer.deref()).length;
  const isAll = kept === answers.length;
  expectThat(!isAll, `all ${kept} responses are still in memory`, {
    likely: "a Set or an array keeps each Response, or the promise of it: " +
      "delete it when the handler has returned",
  });
}));

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}
