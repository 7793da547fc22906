/**
 * Requests for the sites of the later stages: files, programs, many requests on
 * a connection, and the guestbook.
 *
 * @module
 */

import {
  FORM,
  get,
  headLength,
  HOST,
  post,
  postChunks,
  type PresetRow,
} from "./request_text.ts";

const ROOT = get("/");
const GUESS = /guess where/i;

/** Files. */
export const FILES: readonly PresetRow[] = [
  { name: "a file", text: get("/notes/tcp.txt"), title: /send a file/i },
  { name: "an unknown path", text: get("/nowhere"), title: /404/ },
  { name: "a directory", text: get("/notes"), title: /missing slash/i },
  { name: "a listing", text: get("/notes/"), title: /list a/i },
  {
    name: "only if it has changed",
    text: get(
      "/notes/tcp.txt",
      "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
    ),
    title: /If-Modified-Since/,
  },
  {
    name: "the first ten bytes",
    text: get("/notes/tcp.txt", "Range: bytes=0-9"),
    title: /send a range/i,
  },
  {
    name: "a range past the end",
    text: get("/notes/tcp.txt", "Range: bytes=99999-"),
    title: /416/,
  },
  { name: "the picture", text: get("/test.jpg"), title: /^stream/i },
  { name: "an escaped path", text: get("/notes/%74cp.txt"), title: /decode/i },
  { name: "a bad escape", text: get("/%zz"), title: /malformed paths/i },
  {
    name: "out of the root",
    text: get("/..%2fform.html"),
    title: /no file can have/i,
  },
];

/** CGI programs. */
export const PROGRAMS: readonly PresetRow[] = [
  { name: "the time", text: get("/cgi-bin/time.ts"), title: /run a/i },
  { name: "the query", text: get("/cgi-bin/env.ts?a=b&c=d"), title: /query/i },
  {
    name: "the form",
    text: post("/cgi-bin/post.ts", FORM),
    title: /pass the body/i,
  },
  {
    name: "an escaped prefix",
    text: get("/%63gi-bin/hello.sh"),
    title: /hide the sources/i,
  },
  {
    name: "a program in sh",
    text: get("/cgi-bin/hello.sh"),
    title: /language/i,
  },
  { name: "no such program", text: get("/cgi-bin/none.ts"), title: /404/ },
];

/** Several requests on a connection. */
export const PERSISTENT: readonly PresetRow[] = [
  { name: "two requests at once", text: ROOT + ROOT, title: /in order/i },
  {
    name: "two requests, one after the other",
    text: ROOT + ROOT,
    splitAt: [headLength(ROOT)],
    delayMs: 300,
    title: /one request/i,
  },
  {
    name: "a slow answer, then a fast one",
    text: get("/cgi-bin/hello.sh") + ROOT,
    title: /in order/i,
  },
  {
    name: "Connection: close",
    text: get("/", "Connection: close"),
    title: /close when asked/i,
  },
  {
    name: "HEAD, then GET",
    text: ROOT.replace("GET", "HEAD") + ROOT,
    title: /as in stage 02/i,
  },
  {
    name: "a body that is not read, then GET",
    text: post("/", "a".repeat(100)) + ROOT,
    title: /no body behind/i,
  },
  {
    name: "a broken body that is not read, then GET",
    text: postChunks("/", "zz\\r\\n") + ROOT,
    title: /no body behind/i,
  },
  {
    name: "chunks",
    text: postChunks(
      "/cgi-bin/post.ts",
      "d\\r\\nfirstname=Ada\\r\\n0\\r\\n\\r\\n",
    ),
    title: /read chunks/i,
  },
  {
    name: "chunks with trailers, then GET",
    text: postChunks("/", "1\\r\\na\\r\\n0\\r\\nX-Trailer: b\\r\\n\\r\\n") +
      ROOT,
    title: /trailers/i,
  },
  {
    name: "a chunk longer than its size",
    text: postChunks("/cgi-bin/post.ts", "4\\r\\nhello\\r\\n0\\r\\n\\r\\n"),
    title: /malformed chunks/i,
  },
  {
    name: "a doubtful chunk-size",
    text: postChunks("/cgi-bin/post.ts", "+5\\r\\nhello\\r\\n0\\r\\n\\r\\n"),
    title: /doubtful/i,
  },
  {
    name: "a length and chunks",
    text: postChunks("/", "0\\r\\n\\r\\n", "Content-Length: 5"),
    title: GUESS,
  },
  {
    name: "an unknown transfer coding",
    text: postChunks("/", "0\\r\\n\\r\\n").replace("chunked", "xchunked"),
    title: GUESS,
  },
  {
    name: "a program's answer, then GET",
    text: get("/cgi-bin/hello.sh") + ROOT,
    title: /send in chunks/i,
  },
];

const FORM_TYPE = "Content-Type: application/x-www-form-urlencoded";

/** Notes, on a site of routes. */
export const NOTES: readonly PresetRow[] = [
  {
    name: "a note",
    text: post("/notes", "text=hello", FORM_TYPE),
    title: /add a note/i,
  },
  {
    name: "a note with markup",
    text: post("/notes", "text=%3Cb%3E", FORM_TYPE),
    title: /escape the notes/i,
  },
  {
    name: "the first note",
    text: get("/notes/1"),
    title: /show and delete/i,
  },
  {
    name: "an empty note",
    text: post("/notes", "text=", FORM_TYPE),
    title: /bad note/i,
  },
  { name: "the time", text: get("/time"), title: /tell the time/i },
  { name: "an unknown path", text: get("/nowhere"), title: /show the page/i },
  {
    name: "DELETE /",
    text: `DELETE / HTTP/1.1\\r\\n${HOST}\\r\\n`,
    title: /405/,
  },
  {
    name: "an unknown method",
    text: get("/").replace("GET", "BREW"),
    title: /405/,
  },
  {
    name: "HTTP/1.0 without Host",
    text: "GET / HTTP/1.0\\r\\n\\r\\n",
    title: /find the host/i,
  },
];

/** The guestbook. */
export const GUESTBOOK: readonly PresetRow[] = [
  {
    name: "an entry",
    text: post(
      "/",
      "firstname=Ada&message=hello",
      FORM_TYPE,
    ),
    title: /entry/i,
  },
  {
    name: "an entry with markup",
    text: post(
      "/",
      "firstname=%3Cb%3E&message=%3Cscript%3E",
      FORM_TYPE,
    ),
    title: /text be text|escap/i,
  },
  {
    name: "an empty entry",
    text: post("/", "firstname=&message=", FORM_TYPE),
    title: /name and a message/i,
  },
  { name: "another page", text: get("/?page=2"), title: /pages/i },
  {
    name: "DELETE /",
    text: `DELETE / HTTP/1.1\\r\\n${HOST}\\r\\n`,
    title: /every request/i,
  },
];
