import {
  concat,
  httpRequest,
  post,
  splitAt,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectName } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 8.6: Content-Length counts bytes",
  likely: {
    silence: "the server counts the characters of a decoded text and waits " +
      "for more: ü is one character and two bytes",
  },
});

const CUT =
  "each read() is decoded on its own: keep bytes, and decode the body " +
  "when all of it has arrived";
const SHIFTED =
  "the empty line is found in the decoded text, and the bytes are " +
  "cut at that index: it counts characters, so look for the empty line in the " +
  "bytes";

Deno.test(test("Content-Length counts the bytes of the body", {}, async () => {
  await using server = await start(serve);
  for (const name of ["Jürgen", "你好", "👋"]) {
    await variant(name, async () => {
      const request = post("/", `firstname=${name}`);
      expectName(await server.exchange(request), name);
    });
  }
}));

Deno.test(test("a character of the body may be cut in two", {}, async () => {
  await using server = await start(serve);
  const request = post("/", "firstname=Jürgen");
  const connection = await server.connect();
  const offset = toBytes(request.slice(0, request.indexOf("ü"))).length + 1;
  await connection.sendPieces(splitAt(request, offset), 20);
  const response = await connection.readResponse();
  expectName(response, "Jürgen", { likely: CUT });
}));

/** Field values whose bytes and characters are not the same number. */
const VALUES: Record<string, Uint8Array> = {
  "UTF-8 in a field value": toBytes("Jürgen Müller 你好 €"),
  "Latin-1 in a field value": Uint8Array.of(0x63, 0x61, 0x66, 0xe9),
};

Deno.test(test("a field value need not be ASCII", {
  because: "RFC 9110 section 5.5: a value may have bytes above 127",
}, async () => {
  await using server = await start(serve);
  const lines = ["POST / HTTP/1.1", "Host: localhost", "X-Name: |"];
  const request = httpRequest(
    [...lines, "Content-Length: 13"],
    "firstname=Ada",
  );
  const [before, after] = request.split("|").map(toBytes);
  for (const [name, value] of Object.entries(VALUES)) {
    await variant(name, async () => {
      const response = await server.exchange(concat([before, value, after]));
      expectName(response, "Ada", { likely: SHIFTED });
    });
  }
}));
