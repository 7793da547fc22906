import {
  expectBody,
  expectField,
  expectStatus,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { fixture, SEND } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 2.1: a message is a first line, field lines, an " +
    "empty line, and perhaps a body; CR LF ends each line",
  likely: {
    silence: "your function does not return, or waits for more input: a " +
      "client that has sent its request now waits for the answer",
    "end of file": "your function returns before it has written, or an error " +
      "ended it: then the log shows the error",
  },
  try: SEND,
});

Deno.test(
  test(
    "every line of the header section ends with CR LF, then one is empty",
    {},
    async () => {
      await using server = await start(serve);
      const response = await server.exchange(get("/"));
      expectStatus(response, 200);
    },
  ),
);

Deno.test(test("GET / is answered with the page, as HTML in UTF-8", {
  because: "RFC 9110 section 8.3: Content-Type says what the body is",
}, async () => {
  await using server = await start(serve);
  const response = await server.exchange(get("/"));
  expectStatus(response, 200);
  expectField(response, "Content-Type", /^text\/html; *charset="?utf-8"?$/i, {
    expected: "Content-Type: text/html; charset=utf-8",
  });
  const page = await fixture("form.html");
  const extra = response.body.length - page.length;
  expectBody(response, page, {
    expected: "the bytes of fixtures/form.html, and nothing else",
    likely: extra === 1 || extra === 2
      ? "a line end is added before or after the page"
      : undefined,
  });
}));
