/**
 * The output of the commands in a stage's README, as the README promises it.
 *
 * @module
 */

/** The end of an answer without a body; after it, curl may print its progress. */
const NO_BODY = "\\r\\n\\r\\n(?: *%.*|$)";

/** Some text of an HTTP answer with a status: `curl -i`, `deno task send`. */
function status(code: number, text = ""): RegExp {
  return new RegExp(`HTTP/1\\.1 ${code} [^]*${text}`, "i");
}

/** What `deno task send` prints: both directions, and some text of the answer. */
function bytes(text: string): RegExp {
  return new RegExp(`sent[^]*received[^]*${text}`);
}

/** The output of each command, by stage and program, in the order of the README. */
export const PROMISES: Readonly<
  Record<string, Readonly<Record<string, readonly RegExp[]>>>
> = {
  "01_tcp": { deno: [/^Yes\n$/, bytes("Yes")] },
  "02_http": {
    curl: [
      status(200, "<form"),
      status(200, `image/jpeg[^]*${NO_BODY}`),
      /<p>Ada Lovelace<\/p>/,
      status(405, "Allow: "),
      /100 Continue[^]*HTTP\/1\.1 200 /,
    ],
    deno: [
      bytes("200 OK[^]*<!DOCTYPE html>"),
      bytes("200 OK[^]*<!DOCTYPE html>"),
      bytes("HTTP/1\\.1 400 "),
      bytes("HTTP/1\\.1 400 "),
    ],
  },
  "03_static": {
    curl: [
      status(301, "Location: /notes/\\r\\n"),
      status(200, "<a href="),
      status(200, `image/jpeg[^]*${NO_BODY}`),
      status(206, "bytes 0-99/"),
      status(304),
      status(404),
      /^$/,
    ],
  },
  "04_cgi": {
    curl: [
      status(200, "127\\.0\\.0\\.1"),
      status(200, "PATH_INFO[^]*QUERY_STRING"),
      /Ada/,
      status(200, NO_BODY),
      status(404),
    ],
    deno: [bytes("HTTP/1\\.1 200 ")],
  },
  "05_framework": {
    curl: [
      status(200, "<form"),
      status(303, "Location: /\\r\\n"),
      /\d\d:\d\d:\d\d/,
      status(405, "Allow: GET, HEAD\\r\\n"),
      status(501),
      status(400),
    ],
    deno: [bytes("HTTP/1\\.1 404 ")],
  },
  "06_persistent": {
    curl: [
      /Re-using existing connection/,
      /[Cc]losing connection/,
      /^[0-9a-f]+\r\n/m,
      status(200, "Ada"),
      status(200, "Ada"),
      /^(?:[\d.]+ s\n){4}$/,
    ],
    deno: [
      bytes("HTTP/1\\.1 404 [^]*HTTP/1\\.1 200 "),
      bytes("HTTP/1\\.1 405 [^]*HTTP/1\\.1 200 "),
      bytes("HTTP/1\\.1 400 "),
    ],
  },
  "07_database": {
    curl: [
      status(200, "<form"),
      status(422, "<form"),
      status(400),
      status(200, "<form"),
    ],
  },
  "08_std": {
    curl: [
      status(200, "<a href="),
      status(200),
      /^HTTP\/1\.1 405 (?![^]*^allow:)/im,
      status(501),
      status(301, "http://127\\.0\\.0\\.1:\\d+/notes/"),
      status(206),
      /^HTTP\/1\.1 200 /,
      status(400),
    ],
    deno: [bytes("HTTP/1\\.1 400 "), bytes("HTTP/1\\.1 200 ")],
  },
};
