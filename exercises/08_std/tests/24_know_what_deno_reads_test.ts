import {
  expectBody,
  get,
  httpRequest,
  post,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { compare, createFiles, ENGINE, type Row } from "./both_columns.ts";

const test = suite(import.meta.url);

/** So many fields of different names. */
function fields(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `X-${index}: 1`);
}

const TWICE = ["Content-Length: 0", "Content-Length: 0"];

const CHUNKED = post("/ten.txt", "1\r\nx\r\n0\r\n\r\n").replace(
  /Content-Length: \d+/,
  "Transfer-Encoding: chunked",
);

const ACCEPTED: readonly Row[] = [
  ["no Host in HTTP/1.1", httpRequest(["GET /ten.txt HTTP/1.1"]), 400, 200],
  ["LF without CR", get("/ten.txt").replaceAll("\r", ""), 400, 200],
  ["Content-Length twice", get("/ten.txt", ...TWICE), 400, 200],
  ["a target of 60 000 bytes", get(`/ten.txt?${"x".repeat(60_000)}`), 414, 200],
  ["120 fields", get("/ten.txt", ...fields(120)), 431, 200],
  ["a chunked body", CHUNKED, 411, 405],
];

Deno.test(test("Deno.serve accepts what stage 02 refuses", {
  because: "RFC 9112 section 3.2: a request without Host must be answered " +
    "400; the others a server may accept, see sections 2.2 and 6.3",
  try: "curl -i -H 'Host:' http://127.0.0.1:8000/style.css",
}, () => compare(ACCEPTED, ENGINE)));

const REFUSED: readonly Row[] = [
  ["HTTP/1.2", get("/ten.txt").replace("1.1", "1.2"), 200, 400],
  ["HTTP/2.0", get("/ten.txt").replace("1.1", "2.0"), 505, 400],
  ["200 fields", get("/ten.txt", ...fields(200)), 431, 400],
  ["a target of 66 000 bytes", get(`/${"x".repeat(66_000)}`), 414, 400],
  ["another coding", get("/ten.txt", "Transfer-Encoding: gzip"), 411, 400],
];

Deno.test(test("Deno.serve refuses with 400, without a body", {
  because: "RFC 9110 section 15.5.1: 400 is never wrong, 414 or 505 says more",
  try: "deno task send 'GET / HTTP/1.2\\r\\nHost: x\\r\\n\\r\\n'",
}, async () => {
  await compare(REFUSED, ENGINE);
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  expectBody(await server.exchange(REFUSED[0][1]), "");
}));
