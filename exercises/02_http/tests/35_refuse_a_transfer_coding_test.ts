import {
  bodyText,
  expectStatus,
  expectThat,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 6.3, RFC 9110 section 15.5.12: a transfer coding " +
    "says where the body ends; a server that cannot read it answers 411",
  try: "curl -i -H 'Transfer-Encoding: chunked' -d 'firstname=Ada' " +
    "http://127.0.0.1:8000/",
});

const POST = ["POST / HTTP/1.1", "Host: localhost"];
const CHUNKS = "d\r\nfirstname=Ada\r\n0\r\n\r\n";
const CODING = "Transfer-Encoding: chunked";
const LENGTH = "Content-Length: 13";
const likely = "Transfer-Encoding is not looked at";

Deno.test(test("a chunked body is answered 411", {}, async () => {
  await using server = await start(serve);
  const request = httpRequest([...POST, CODING], CHUNKS);
  const response = await server.exchange(request);
  // A later stage reads it: then it must have been read right.
  if (bodyText(response).includes("<p>Ada</p>")) return;
  expectStatus(response, 411, { likely });
}));

/** Codings that no server accepts. */
const REFUSED = [
  [...POST, CODING, LENGTH],
  [...POST, LENGTH, CODING],
  [...POST, "Transfer-Encoding: identity"],
  ["GET / HTTP/1.1", "Host: localhost", "transfer-encoding: gzip, chunked"],
];

Deno.test(test("every other coding is refused too", {}, async () => {
  await using server = await start(serve);
  for (const lines of REFUSED) {
    await variant(lines.slice(2).join(" | "), async () => {
      const { status } = await server.exchange(httpRequest(lines, CHUNKS));
      expectThat([411, 400, 501].includes(status), `the status is ${status}`, {
        expected: "411, or 400 next to a Content-Length",
        likely,
      });
    });
  }
}));
