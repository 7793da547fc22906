/**
 * The fields that a browser, curl or the course's servers send, as the
 * inspector explains them.
 *
 * @module
 */

import type { Explanation } from "../about.ts";

/** A field: its name, where it is defined, and what it says. */
type Row = readonly [name: string, section: string, says: string];

const ROWS: readonly Row[] = [
  ["accept", "RFC 9110 section 12.5.1", "Which media types the client takes."],
  [
    "accept-encoding",
    "RFC 9110 section 12.5.3",
    "Which content codings, such as gzip, the client takes.",
  ],
  [
    "accept-language",
    "RFC 9110 section 12.5.4",
    "Which languages the user prefers.",
  ],
  [
    "accept-ranges",
    "RFC 9110 section 14.3",
    "That the server answers requests for a part of a file.",
  ],
  [
    "allow",
    "RFC 9110 section 10.2.1",
    "Which methods the resource supports. A 405 answer must say so.",
  ],
  ["authorization", "RFC 9110 section 11.6.2", "Who the client is."],
  [
    "cache-control",
    "RFC 9111 section 5.2",
    "How long, and by whom, the answer may be kept.",
  ],
  [
    "connection",
    "RFC 9110 section 7.6.1",
    "close: this is the last message of the connection. keep-alive: an old " +
    "client asks to keep it.",
  ],
  [
    "content-encoding",
    "RFC 9110 section 8.4",
    "How the content was compressed.",
  ],
  [
    "content-length",
    "RFC 9110 section 8.6",
    "How many bytes of content follow the empty line. It counts bytes, not " +
    "characters.",
  ],
  [
    "content-range",
    "RFC 9110 section 14.4",
    "Which part of the whole file this is.",
  ],
  [
    "content-type",
    "RFC 9110 section 8.3",
    "The media type of the content. Without it, a browser has to guess.",
  ],
  [
    "cookie",
    "RFC 6265 section 4.2",
    "Values that an earlier answer asked the browser to send back.",
  ],
  [
    "date",
    "RFC 9110 section 6.6.1",
    "When the answer was made, always in GMT.",
  ],
  [
    "etag",
    "RFC 9110 section 8.8.3",
    "A name for this version of the file. W/ marks a weak one.",
  ],
  [
    "expect",
    "RFC 9110 section 10.1.1",
    "100-continue: the client sends its body only after 100 Continue.",
  ],
  [
    "host",
    "RFC 9110 section 7.2",
    "The host and port that the user asked for. HTTP/1.1 needs exactly one.",
  ],
  [
    "if-match",
    "RFC 9110 section 13.1.1",
    "Act only if the file still has this version.",
  ],
  [
    "if-modified-since",
    "RFC 9110 section 13.1.3",
    "Answer 304 if the file has not changed since then.",
  ],
  [
    "if-none-match",
    "RFC 9110 section 13.1.2",
    "Answer 304 if the file still has this version. It counts before " +
    "If-Modified-Since.",
  ],
  [
    "if-range",
    "RFC 9110 section 13.1.5",
    "Send the range only if the file has not changed, else all of it.",
  ],
  [
    "last-modified",
    "RFC 9110 section 8.8.2",
    "When the file was changed. It must not be later than Date.",
  ],
  [
    "location",
    "RFC 9110 section 10.2.2",
    "Where to go instead, or where the new resource is.",
  ],
  ["origin", "RFC 6454 section 7", "Which site's page sends the request."],
  [
    "range",
    "RFC 9110 section 14.2",
    "Which part of the file the client wants.",
  ],
  [
    "referer",
    "RFC 9110 section 10.1.3",
    "The page that led to this request.",
  ],
  [
    "retry-after",
    "RFC 9110 section 10.2.3",
    "When to try again.",
  ],
  ["server", "RFC 9110 section 10.2.4", "The software of the server."],
  [
    "set-cookie",
    "RFC 6265 section 4.1",
    "Asks the browser to send this back with later requests.",
  ],
  [
    "status",
    "RFC 3875 section 6.3.3",
    "The status code that the server sends for the program.",
  ],
  [
    "te",
    "RFC 9110 section 10.1.4",
    "Which transfer codings, and whether trailers, the client takes.",
  ],
  [
    "trailer",
    "RFC 9110 section 6.6.2",
    "Which fields follow a chunked body.",
  ],
  [
    "transfer-encoding",
    "RFC 9112 section 6.1",
    "chunked: the body comes in chunks, each with its size. It excludes " +
    "Content-Length.",
  ],
  [
    "upgrade",
    "RFC 9110 section 7.8",
    "Which other protocol the client would like to speak.",
  ],
  [
    "user-agent",
    "RFC 9110 section 10.1.5",
    "The software of the client.",
  ],
  [
    "vary",
    "RFC 9110 section 12.5.5",
    "Which fields of the request have influenced the answer.",
  ],
];

/** The explanations, by "field:NAME". */
export const FIELDS: Readonly<Record<string, Explanation>> = Object.fromEntries(
  ROWS.map(([name, section, says]) => [`field:${name}`, { says, section }]),
);
