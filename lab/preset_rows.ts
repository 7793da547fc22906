/**
 * The messages of the editor, by stage: what the tests of the stage send.
 *
 * @module
 */

import type { Preset } from "./about.ts";
import { decodeEscapes } from "./escapes.ts";

/** A message, and words in the title of the task that is about it. */
export interface PresetRow extends Omit<Preset, "task"> {
  /** What the title says. */
  readonly title?: RegExp;
}

const HOST = "Host: localhost\\r\\n";
const GET = `GET / HTTP/1.1\\r\\n${HOST}\\r\\n`;
const CHUNKED =
  `POST / HTTP/1.1\\r\\n${HOST}Transfer-Encoding: chunked\\r\\n\\r\\n`;
const FORM = "firstname=Ada";

function post(target: string, body: string, fields = ""): string {
  const length = `Content-Length: ${body.length}\\r\\n`;
  return `POST ${target} HTTP/1.1\\r\\n${HOST}${length}${fields}\\r\\n${body}`;
}

function get(target: string, ...fields: string[]): string {
  const lines = fields.map((field) => `${field}\\r\\n`).join("");
  return `GET ${target} HTTP/1.1\\r\\n${HOST}${lines}\\r\\n`;
}

/** How many bytes a header section has. */
function headLength(text: string): number {
  const end = "\\r\\n\\r\\n";
  const head = text.slice(0, text.indexOf(end) + end.length);
  return decodeEscapes(head).length;
}

const TEXT: readonly PresetRow[] = [
  { name: "a question", text: "can you hear me?", title: /yes/i },
  {
    name: "a question, then half-close",
    text: "can you hear me?",
    end: "half-close",
    title: /client/i,
  },
  { name: "half-close without a word", text: "", end: "half-close" },
  {
    name: "a character cut in two",
    text: "caf\u00e9",
    splitAt: [4],
    title: /read all|pieces|cut/i,
  },
  {
    name: "byte by byte",
    text: "can you hear me?",
    everyByte: true,
    delayMs: 20,
  },
  {
    name: "a question, then a reset",
    text: "can you hear me?",
    end: "reset",
    title: /harm/i,
  },
  { name: "control characters", text: "\\x1b[2J\\r\\n\\0", title: /log/i },
];

/** Plain requests, for a server that is not of the course. */
export const REQUESTS: readonly PresetRow[] = [
  { name: "GET /", text: GET, title: /with the page|file|one request/i },
  { name: "HEAD /", text: GET.replace("GET", "HEAD"), title: /HEAD/ },
  {
    name: "a head in three packets",
    text: GET,
    splitAt: [16, 23],
    delayMs: 50,
    title: /pieces|as it comes/i,
  },
  {
    name: "byte by byte",
    text: GET,
    everyByte: true,
    delayMs: 10,
    title: /pieces/i,
  },
  { name: "GET / and half-close", text: GET, end: "half-close" },
  { name: "GET / and reset", text: GET, end: "reset" },
];

const HTTP: readonly PresetRow[] = [
  { name: "the picture", text: get("/test.jpg"), title: /picture/i },
  { name: "the form", text: post("/", FORM), title: /form/i },
  {
    name: "a body in a later packet",
    text: post("/", FORM),
    splitAt: [headLength(post("/", FORM))],
    delayMs: 100,
    title: /pieces/i,
  },
  { name: "an unknown path", text: get("/nowhere"), title: /404/ },
  { name: "POST to a file", text: post("/test.jpg", "a"), title: /405/ },
  {
    name: "an unknown method",
    text: GET.replace("GET", "BREW"),
    title: /501/,
  },
  {
    name: "LF without CR",
    text: GET.replaceAll("\\r", ""),
    title: /strange|line end/i,
  },
  {
    name: "two spaces",
    text: GET.replace(" /", "  /"),
    title: /no request|request-line/i,
  },
  {
    name: "HTTP/2.0",
    text: GET.replace("1.1", "2.0"),
    title: /no request|version/i,
  },
  {
    name: "no Host",
    text: "GET / HTTP/1.1\\r\\n\\r\\n",
    title: /two ways|host/i,
  },
  { name: "two Hosts", text: get("/", "Host: other"), title: /two ways|host/i },
  {
    name: "two lengths",
    text: post("/", FORM, "Content-Length: 4\\r\\n"),
    title: /two ways|length/i,
  },
  {
    name: "Transfer-Encoding",
    text: `${CHUNKED}0\\r\\n\\r\\n`,
    title: /two ways|Transfer/i,
  },
  {
    name: "a space before the colon",
    text: get("/", "Accept : */*"),
    title: /strange|colon/i,
  },
  {
    name: "a NUL in a value",
    text: get("/", "Accept: a\\0b"),
    title: /strange|control/i,
  },
  {
    name: "an empty line first",
    text: `\\r\\n${GET}`,
    title: /every client|empty line/i,
  },
  {
    name: "Expect: 100-continue",
    text: post("/", FORM, "Expect: 100-continue\\r\\n"),
    splitAt: [headLength(post("/", FORM, "Expect: 100-continue\\r\\n"))],
    delayMs: 500,
    title: /every client|continue/i,
  },
  {
    name: "half a request, then half-close",
    text: "GET / HTTP/1.1\\r\\nHost",
    end: "half-close",
    title: /no request/i,
  },
];

const FILES: readonly PresetRow[] = [
  { name: "a file", text: get("/notes/tcp.txt"), title: /a file/i },
  { name: "a directory", text: get("/notes"), title: /redirect/i },
  { name: "a listing", text: get("/notes/"), title: /list/i },
  {
    name: "only if it has changed",
    text: get(
      "/notes/tcp.txt",
      "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
    ),
    title: /304/,
  },
  {
    name: "the first ten bytes",
    text: get("/notes/tcp.txt", "Range: bytes=0-9"),
    title: /range/i,
  },
  {
    name: "a range past the end",
    text: get("/notes/tcp.txt", "Range: bytes=99999-"),
    title: /range/i,
  },
  { name: "an escaped path", text: get("/notes/%74cp.txt"), title: /decode/i },
  { name: "a bad escape", text: get("/%zz"), title: /malformed/i },
  { name: "out of the root", text: get("/..%2fform.html"), title: /root/i },
];

const PROGRAMS: readonly PresetRow[] = [
  { name: "the time", text: get("/cgi-bin/time.ts"), title: /run a/i },
  { name: "the query", text: get("/cgi-bin/env.ts?a=b&c=d"), title: /query/i },
  { name: "the form", text: post("/cgi-bin/post.ts", FORM), title: /body/i },
  { name: "the form, in sh", text: get("/cgi-bin/hello.sh") },
  { name: "no such program", text: get("/cgi-bin/none.ts"), title: /404/ },
];

const PERSISTENT: readonly PresetRow[] = [
  { name: "two requests at once", text: GET + GET, title: /order/i },
  {
    name: "two requests, one after the other",
    text: GET + GET,
    splitAt: [headLength(GET)],
    delayMs: 300,
    title: /one request/i,
  },
  {
    name: "Connection: close",
    text: get("/", "Connection: close"),
    title: /close/i,
  },
  {
    name: "chunks",
    text: `${CHUNKED}5\\r\\nhello\\r\\n0\\r\\n\\r\\n`,
    title: /read chunks/i,
  },
  {
    name: "a chunk longer than its size",
    text: `${CHUNKED}4\\r\\nhello\\r\\n0\\r\\n\\r\\n`,
    title: /read chunks|guess/i,
  },
  {
    name: "a doubtful chunk-size",
    text: `${CHUNKED}+5\\r\\nhello\\r\\n0\\r\\n\\r\\n`,
    title: /guess|read chunks/i,
  },
  {
    name: "HEAD, then GET",
    text: GET.replace("GET", "HEAD") + GET,
    title: /one request/i,
  },
];

const GUESTBOOK: readonly PresetRow[] = [
  {
    name: "an entry",
    text: post(
      "/",
      "firstname=Ada&message=hello",
      "Content-Type: application/x-www-form-urlencoded\\r\\n",
    ),
    title: /entry/i,
  },
];

/** The presets of each stage; those of the first tasks need not come first. */
export const PRESETS: Readonly<Record<string, readonly PresetRow[]>> = {
  "01_tcp": TEXT,
  "02_http": [...REQUESTS, ...HTTP],
  "03_static": [...REQUESTS, ...FILES],
  "04_cgi": [...REQUESTS, ...PROGRAMS],
  "06_persistent": [...REQUESTS, ...PERSISTENT, ...HTTP.slice(6)],
  "07_database": [...REQUESTS, ...GUESTBOOK],
  "08_std": [...REQUESTS, ...FILES, ...GUESTBOOK],
};
