import {
  bodyText,
  expectBody,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { withErrors } from "../server.ts";
import { NOT_A_RESPONSE, SECRET, THROWING, WHY_NOT_SENT } from "./failing.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "middleware: a function that takes a handler and returns one",
});

/** Says what it has received. */
function sorry(error: unknown): Response {
  const message = error instanceof Error ? error.message : error;
  const isKnown = message === SECRET || error instanceof TypeError;
  return new Response(isKnown ? "sorry" : Deno.inspect(error), { status: 503 });
}

Deno.test(test("onError answers if a handler throws", {}, async () => {
  for (const [name, handler] of Object.entries(THROWING)) {
    await variant(name, async () => {
      const guarded = withErrors(sorry, handler);
      await using server = await start(serveWith(guarded));
      const response = await server.exchange(get("/"));
      expectStatus(response, 503, {
        likely: name === "rejects" && response.status === 500
          ? "a rejection is not caught: `return await handler(…)` inside of try"
          : undefined,
      });
      expectBody(response, "sorry", { expected: "onError(error)" });
    });
  }
}));

Deno.test(test("onError answers if the result is not a Response", {
  because: "the handler has failed, too, if it returns something else",
}, async () => {
  for (const [name, handler] of Object.entries(NOT_A_RESPONSE)) {
    await variant(name, async () => {
      const guarded = withErrors(sorry, handler);
      await using server = await start(serveWith(guarded));
      const response = await server.exchange(get("/"));
      expectStatus(response, 503, {
        likely: response.status === 500
          ? WHY_NOT_SENT[name] ??
            "the result is not checked inside of try: checkResponse(await …)"
          : undefined,
      });
      expectBody(response, "sorry", { expected: "a TypeError for onError" });
    });
  }
}));

Deno.test(test("an answer passes through unchanged", {}, async () => {
  const guarded = withErrors(
    sorry,
    ({ method }, { remoteAddr }) =>
      new Response(`${method} ${remoteAddr.transport}`),
  );
  await using server = await start(serveWith(guarded));
  const response = await server.exchange(get("/"));
  expectBody(response, "GET tcp", {
    likely: bodyText(response) === "sorry"
      ? "the handler needs both arguments: handler(request, info)"
      : undefined,
  });
}));
