import {
  expectValue,
  Failure,
  Moment,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import type { HttpResponse } from "../server.ts";
import { callHandler } from "./fetch_request.ts";

const test = suite(import.meta.url, {
  because: "Fetch Standard section 5.5: what a Response is",
});

type Row = readonly [
  name: string,
  response: HttpResponse,
  fields: [string, string][],
  text: string,
];

const ANSWERS: readonly Row[] = [
  ["a text without a type", { status: 200, body: "Grüße" }, [], "Grüße"],
  ["bytes", { status: 201, body: toBytes("bytes").slice() }, [], "bytes"],
  [
    "a stream",
    { status: 200, body: ReadableStream.from([toBytes("stream").slice()]) },
    [],
    "stream",
  ],
  ["nothing", { status: 404 }, [], ""],
  [
    "a record of fields, one undefined",
    { status: 200, headers: { "X-A": "1", "X-B": undefined } },
    [["x-a", "1"]],
    "",
  ],
  [
    "a list of fields, one twice",
    { status: 200, headers: [["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]] },
    [["set-cookie", "a=1"], ["set-cookie", "b=2"]],
    "",
  ],
];

/** Statuses whose Response has no body. */
const EMPTY: readonly Row[] = [
  ["204", { status: 204, body: "none" }, [], ""],
  ["205", { status: 205, body: "none" }, [], ""],
  [
    "304",
    { status: 304, headers: new Headers({ ETag: '"1"' }), body: "none" },
    [["etag", '"1"']],
    "",
  ],
];

/** Expects the Response that each answer becomes. */
async function expectAnswers(rows: readonly Row[]): Promise<void> {
  for (const [name, response, fields, text] of rows) {
    await variant(name, async () => {
      const answer = await turn(response);
      expectValue("the status", answer.status, response.status);
      expectValue("the list of fields", [...answer.headers], fields, {
        likely: fields.length === 0 && answer.headers.has("Content-Type")
          ? "new Response(text) adds a Content-Type: give it bytes"
          : undefined,
      });
      expectValue("the body", await answer.text(), text);
    });
  }
}

/** The Response; none of these answers is a reason to throw. */
async function turn(response: HttpResponse): Promise<Response> {
  try {
    return await callHandler(() => response);
  } catch (thrown) {
    const likely = `${thrown}`.includes("null body status")
      ? "new Response throws for a body with 204, 205 or 304: give it null"
      : undefined;
    throw new Failure(`thrown: ${thrown}`, { thrown, likely });
  }
}

Deno.test(test("an answer becomes a Response", {}, async () => {
  await expectAnswers(ANSWERS);
}));

Deno.test(test("204, 205 and 304 have no body", {
  because:
    "Fetch Standard section 2.2.3: 204, 205 and 304 are null body statuses",
}, async () => {
  await expectAnswers(EMPTY);
}));

Deno.test(test("a stream that is not sent is cancelled", {}, async () => {
  using cancelled = new Moment("cancel() of the stream is called");
  const body = new ReadableStream({ cancel: () => cancelled.happen() });
  const answer = await turn({ status: 204, body });
  expectValue("the body", answer.body, null);
  await cancelled.expect();
}));
