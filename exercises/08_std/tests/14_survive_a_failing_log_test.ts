import { expectStatus, get, start, suite, variant } from "../../../kit/mod.ts";
import { serveFetch } from "../server.ts";

const test = suite(import.meta.url, {
  because: "log() is the caller's code: a disk may be full, a pipe closed",
});

const ROWS = [["/", 200], ["/broken", 500], ["/", 200]] as const;

function handler({ url }: Request): Response {
  if (url.endsWith("/broken")) throw new Error("the handler broke");
  return new Response("Hello");
}

Deno.test(test("a log that throws costs no answer", {}, async () => {
  function log(): never {
    throw new Error("no space left on device");
  }
  await using server = await start(
    (options) => serveFetch(options, handler),
    { log },
  );
  for (const [path, status] of ROWS) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, status, {
        likely: response.status === 500
          ? "the error of log() becomes the answer: catch it where log() is " +
            "called"
          : undefined,
      });
    });
  }
}));
