import {
  expectBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { type FetchHandler, HttpError, serve } from "../server.ts";
import { NOT_A_RESPONSE, SECRET, THROWING } from "./failing.ts";

const test = suite(import.meta.url, {
  because: "Deno.ServeOptions: onError answers if the handler has failed",
});

const FAILING: Readonly<Record<string, FetchHandler>> = {
  ...THROWING,
  "throws an HttpError": () => {
    throw new HttpError(418, SECRET);
  },
};

Deno.test(test("onError answers for what a handler throws", {}, async () => {
  const seen: unknown[] = [];
  function onError(error: unknown): Response {
    seen.push(error);
    return new Response("sorry", { status: 503 });
  }
  for (const [name, handler] of Object.entries(FAILING)) {
    await variant(name, async () => {
      await using server = await start((options) =>
        serve({ ...options, onError }, handler)
      );
      const response = await server.exchange(get("/"));
      expectStatus(response, 503, {
        likely: response.status === 418
          ? "an HttpError is an error of the handler, too: ask onError"
          : undefined,
      });
      expectBody(response, "sorry");
      const error = seen.pop();
      const message = error instanceof Error ? error.message : error;
      expectThat(message === SECRET, "onError did not receive the error", {
        expected: "onError(error), with the error that the handler has thrown",
      });
    });
  }
}));

Deno.test(
  test("onError answers if the result is not a Response", {}, async () => {
    const onError = () => new Response("sorry", { status: 503 });
    for (const [name, handler] of Object.entries(NOT_A_RESPONSE)) {
      await variant(name, async () => {
        await using server = await start((options) =>
          serve({ ...options, onError }, handler)
        );
        expectStatus(await server.exchange(get("/")), 503);
      });
    }
  }),
);

Deno.test(test("an onError that fails itself is answered 500", {}, async () => {
  const onError = () => Promise.reject(new Error(SECRET));
  await using server = await start((options) =>
    serve({ ...options, onError }, FAILING["throws"])
  );
  const response = await server.exchange(get("/"));
  expectStatus(response, 500);
  expectNotInBody(response, "swordfish");
}));
