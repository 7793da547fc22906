/**
 * Requests for every stage that speaks HTTP.
 *
 * @module
 */

import { get, HOST, type PresetRow } from "./request_text.ts";

const ROOT = get("/");
const PIECES = /until the empty line/i;
const LINE = /malformed lines/i;
const STRANGE = /strange characters/i;
const LINE_END = /CR LF/;
const HOSTS = /Host/;
const LIMITS = /limit the request-line|limit every request/i;

/** The requests. */
export const REQUESTS: readonly PresetRow[] = [
  {
    name: "GET /",
    text: ROOT,
    title:
      /with the page|send a file|one request|the form|show the page|let deno/i,
  },
  {
    name: "HEAD /",
    text: ROOT.replace("GET", "HEAD"),
    title: /HEAD|as in stage 02|other methods/,
  },
  {
    name: "a head in three packets",
    text: ROOT,
    splitAt: [16, 23],
    delayMs: 50,
    title: PIECES,
  },
  {
    name: "byte by byte",
    text: ROOT,
    everyByte: true,
    delayMs: 5,
    title: PIECES,
  },
  {
    name: "GET / and half-close",
    text: ROOT,
    end: "half-close",
    title: /end of file|notice a close/i,
  },
  {
    name: "GET / and reset",
    text: ROOT,
    end: "reset",
    title: /client has gone|notice a reset/i,
  },
];

/** Requests that a server must refuse, or must understand in one way only. */
export const DOUBTFUL: readonly PresetRow[] = [
  { name: "two spaces", text: ROOT.replace(" /", "  /"), title: LINE },
  { name: "HTTP/2.0", text: ROOT.replace("1.1", "2.0"), title: /versions/i },
  {
    name: "no version",
    text: `GET /\\r\\n${HOST}\\r\\n`,
    title: LINE,
  },
  {
    name: "half a request, then half-close",
    text: "GET / HTTP/1.1\\r\\nHost",
    end: "half-close",
    title: LINE,
  },
  { name: "no Host", text: "GET / HTTP/1.1\\r\\n\\r\\n", title: HOSTS },
  { name: "two Hosts", text: get("/", "Host: other"), title: HOSTS },
  {
    name: "HTTP/1.0 without Host",
    text: "GET / HTTP/1.0\\r\\n\\r\\n",
    title: /HTTP\/1\.0|Host/,
  },
  {
    name: "HTTP/1.0 with keep-alive",
    text: "GET / HTTP/1.0\\r\\nConnection: keep-alive\\r\\n\\r\\n",
    title: /HTTP\/1\.0|Host/,
  },
  {
    name: "an absolute URI",
    text: get("http://localhost/a/../test.jpg"),
    title: /form of a target/i,
  },
  { name: "an empty line first", text: `\\r\\n${ROOT}`, title: /empty lines/i },
  {
    name: "LF without CR",
    text: ROOT.replaceAll("\\r", ""),
    title: LINE_END,
  },
  { name: "a CR in a value", text: get("/", "Accept: a\\rb"), title: LINE_END },
  {
    name: "a space before the colon",
    text: get("/", "Accept : */*"),
    title: STRANGE,
  },
  { name: "a folded line", text: get("/", "Accept: a", " b"), title: STRANGE },
  { name: "a NUL in a value", text: get("/", "Accept: a\\0b"), title: STRANGE },
  {
    name: "an escape sequence in the path",
    text: get("/\\x1b[2J"),
    title: /log clean/i,
  },
  {
    name: "a long path",
    text: get(`/${"a".repeat(9000)}`),
    title: LIMITS,
  },
  {
    name: "a long path that does not end",
    text: `GET /${"a".repeat(9000)}`,
    title: LIMITS,
  },
  {
    name: "a long field",
    text: get("/", `X-Long: ${"a".repeat(40_000)}`),
    title: /limit the header|limit every request/i,
  },
  {
    name: "OPTIONS *",
    text: `OPTIONS * HTTP/1.1\\r\\n${HOST}\\r\\n`,
    title: /without the handler|405/i,
  },
];
