import {
  expectBody,
  expectField,
  expectStatus,
  get,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { requestOf, serveWith } from "./serving.ts";

const NO_LENGTH = {
  likely:
    "response.body is always a stream: read its first chunk and ask for " +
    "one more; if the stream ends there, and at once, the chunk is the body",
};

const test = suite(import.meta.url, {
  because: "RFC 9110 section 8.6: a server that knows the length says it; " +
    "then the connection can go on, and a browser can show progress",
  try: "curl -i http://127.0.0.1:8000/time",
});

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const LARGE = "large ".repeat(50_000);

const TEXT = /^text\/plain; *charset=utf-8$/i;
const FORM = /^application\/x-www-form-urlencoded; *charset=utf-8$/i;

type Row = readonly [
  name: string,
  body: BodyInit | null,
  content: string | Uint8Array,
  type?: RegExp,
];

/** Bodies that are complete when the Response is made. */
const COMPLETE: readonly Row[] = [
  ["no body", null, ""],
  ["a text", "Grüße", "Grüße", TEXT],
  ["an empty text", "", ""],
  ["bytes that are not text", EVERY_BYTE, EVERY_BYTE],
  ["URLSearchParams", new URLSearchParams({ text: "a b" }), "text=a+b", FORM],
  ["a large text", LARGE, LARGE],
];

Deno.test(test("a complete body is sent with its length", {}, async () => {
  for (const [name, body, content, type] of COMPLETE) {
    await variant(name, async () => {
      await using server = await start(serveWith(() => new Response(body)));
      const response = await server.exchange(get("/"));
      expectStatus(response, 200);
      const length = `${toBytes(content).length}`;
      const isMissing = !response.headers.has("Content-Length");
      expectField(
        response,
        "Content-Length",
        length,
        isMissing ? NO_LENGTH : {},
      );
      if (type) expectField(response, "Content-Type", type);
      expectBody(response, content);
    });
  }
}));

Deno.test(test("HEAD is answered with that length, too", {
  because: "RFC 9110 section 9.3.2: the fields of HEAD are those of GET",
  try: "curl -I http://127.0.0.1:8000/time",
}, async () => {
  await using server = await start(serveWith(() => new Response("text")));
  const head = requestOf("HEAD /");
  const response = await server.exchange(head, { method: "HEAD" });
  expectStatus(response, 200);
  expectField(response, "Content-Length", "4");
}));
