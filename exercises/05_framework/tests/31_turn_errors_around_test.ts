import { expectThat, expectValue, suite } from "../../../kit/mod.ts";
import { HttpError, type HttpHandler } from "../server.ts";
import { callHandler, requestFor } from "./fetch_request.ts";

const test = suite(import.meta.url);

/** The status of the answer, or the error that takes its place. */
async function outcomeOf(handler: HttpHandler, url: string) {
  const answering = callHandler(handler, requestFor(url));
  return await answering.then(({ status }) => `${status}`, (error) => {
    if (error instanceof HttpError || error instanceof TypeError) {
      return `${error}`;
    }
    throw error;
  });
}

Deno.test(test("an HttpError becomes an answer", {
  because: "Deno.serve does not know HttpError: it would answer 500",
}, async () => {
  function fail(): never {
    throw new HttpError(404, "Cannot find the tea");
  }
  const outcome = await outcomeOf(fail, "http://localhost/");
  expectValue("the status", outcome, "404");
  const answer = await callHandler(fail);
  const text = (await answer.text()).trim();
  expectValue("the body", text, "Cannot find the tea");
}));

Deno.test(test("any other error is thrown on", {
  because: "Deno.serve has an onError of its own",
}, async () => {
  const error = new Error("the pot is broken");
  const thrown = await callHandler(() => Promise.reject(error))
    .catch((thrown) => {
      if (thrown === error) return thrown;
      throw thrown;
    });
  expectThat(thrown === error, "the error is not thrown on", {
    expected: "the promise is rejected with the error of the handler",
  });
}));

Deno.test(test("a URL that cannot be parsed is 400", {
  because: "RFC 9112 section 3.2: a Host with an invalid value is 400; " +
    "Deno.serve passes such a URL on",
  try: "curl -i -H 'Host: 1.2.3.999' http://127.0.0.1:8000/",
}, async () => {
  const outcome = await outcomeOf(() => ({ status: 200 }), "http://1.2.3.999/");
  expectValue("the status", outcome, "400", {
    likely: outcome.includes("Invalid URL")
      ? "new URL(request.url) throws: URL.parse returns null"
      : undefined,
  });
}));
