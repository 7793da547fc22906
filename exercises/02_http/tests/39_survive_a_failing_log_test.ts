import { expectStatus, get, start, suite, variant } from "../../../kit/mod.ts";
import { serveHttp } from "../server.ts";

const test = suite(import.meta.url, {
  because: "log() is the caller's code: a disk may be full, a pipe closed",
  likely: {
    "end of file": "the error of log() ends the connection before the answer",
    thrown: "log() is called without try",
    reset: "the error of log() ends the connection before the answer",
  },
});

/** Paths, and the status that answers each. */
const ROWS: readonly [path: string, status: number][] = [
  ["/", 200],
  ["/broken", 500],
  ["no-slash", 400],
  ["/", 200],
];

Deno.test(test("a log that throws costs no answer", {}, async () => {
  function log(): never {
    throw new Error("no space left on device");
  }
  await using server = await start(
    (options) =>
      serveHttp(options, ({ path }) => {
        if (path === "/broken") throw new Error("the handler broke");
        return { status: 200 };
      }),
    { log },
  );
  for (const [path, status] of ROWS) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), status);
    });
  }
}));
