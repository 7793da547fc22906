import {
  expectBody,
  expectField,
  get,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectName, fixture, SUBMIT } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 9.3.3: a POST has what was typed in its body",
  likely: {
    silence: "the body is read to the end of file: the client waits for your " +
      "answer before it closes, so for now one read() has to do",
  },
  try: SUBMIT,
});

/** Bodies as a browser sends them, and their names. */
const ENCODED: readonly [encoded: string, name: string][] = [
  ["firstname=Ada+Lovelace", "Ada Lovelace"],
  ["firstname=C%2B%2B", "C++"],
  ["firstname=J%C3%BCrgen+%E4%BD%A0", "Jürgen 你"],
  ["firstname=100%2525", "100%25"],
  ["firstname=a%3Db%26firstname%3Dc", "a=b&firstname=c"],
  ["lastname=Lovelace&firstname=Ada&age=28", "Ada"],
];

Deno.test(
  test(
    "POST / is answered with the page, and the name after it",
    {},
    async () => {
      await using server = await start(serve);
      const response = await server.exchange(post("/", "firstname=Ada"));
      expectField(response, "Content-Type", /^text\/html/);
      expectName(response, "Ada", {
        likely:
          "no name was found: it is in the body, which follows the empty " +
          "line; lines end with CR LF, so look for \\r\\n\\r\\n",
      });
    },
  ),
);

Deno.test(
  test("a form without a first name gets an empty paragraph", {}, async () => {
    await using server = await start(serve);
    for (const body of ["firstname=", "lastname=Lovelace", ""]) {
      await variant(body || "an empty form", async () => {
        expectName(await server.exchange(post("/", body)), "");
      });
    }
  }),
);

Deno.test(test("the name is decoded as forms encode it, once", {
  because: "URL Standard section 5: a space is sent as +, and + as %2B",
}, async () => {
  await using server = await start(serve);
  for (const [encoded, name] of ENCODED) {
    await variant(encoded, async () => {
      const response = await server.exchange(post("/", encoded));
      expectName(response, name, { escaped: false });
    });
  }
}));

Deno.test(test("the next client gets the page without the name", {
  because: "a server answers many clients, and none may see another's data",
}, async () => {
  await using server = await start(serve);
  expectName(await server.exchange(post("/", "firstname=Ada")), "Ada");
  const response = await server.exchange(get("/"));
  expectBody(response, await fixture("form.html"), {
    expected: "the page as it is in fixtures/form.html",
    likely:
      "the page with the name is kept in a variable that all connections " +
      "share: make a new text for each answer",
  });
}));
