import {
  bodyText,
  expectBody,
  expectField,
  expectStatus,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { fixture } from "./site.ts";

const test = suite(import.meta.url, {
  try: "curl -s http://127.0.0.1:8000/test.jpg | cmp - fixtures/www/test.jpg",
});

Deno.test(test("GET /test.jpg is answered as image/jpeg", {
  because: "RFC 9110 section 8.3.1: the registered name is image/jpeg",
}, async () => {
  await using server = await start(serve);
  const response = await server.exchange(get("/test.jpg"));
  expectStatus(response, 200);
  const type = response.headers.get("content-type") ?? "";
  expectField(response, "Content-Type", "image/jpeg", {
    likely: type.startsWith("text/html")
      ? "every request is answered with the page: look at the second word of " +
        "the request-line"
      : undefined,
  });
}));

/** Whether some bytes are the beginning of others. */
function isPart(part: Uint8Array, whole: Uint8Array): boolean {
  return part.length > 0 && part.every((byte, index) => byte === whole[index]);
}

Deno.test(test("the picture is sent byte for byte", {}, async () => {
  await using server = await start(serve);
  const response = await server.exchange(get("/test.jpg"));
  expectStatus(response, 200);
  const picture = await fixture("www/test.jpg");
  expectBody(response, picture, {
    expected: "the bytes of fixtures/www/test.jpg",
    likely: bodyText(response).startsWith("\ufffd\ufffd") &&
        response.body[0] === 0xef
      ? "the file is read as text, which replaces every byte that is not " +
        "UTF-8: Deno.readFile reads bytes"
      : isPart(response.body, picture)
      ? "one write() took only a part: it returns how many bytes it took"
      : undefined,
  });
}));
