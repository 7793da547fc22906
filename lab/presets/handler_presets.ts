/**
 * Requests for `--handlers`, a site that makes every kind of answer.
 *
 * @module
 */

import {
  get,
  headLength,
  post,
  postChunks,
  type PresetRow,
} from "./request_text.ts";

const ROOT = get("/");
const EXPECT = "Expect: 100-continue";

/** Paths that are asked for with GET, and what happens there. */
const PATHS: readonly (readonly [path: string, name: string])[] = [
  ["/characters", "characters of several bytes"],
  ["/empty", "no body"],
  ["/204", "204"],
  ["/304", "304"],
  ["/slow", "a slow handler"],
  ["/stream", "a stream of unknown length"],
  ["/exact", "a stream of known length"],
  ["/too-short", "a stream shorter than its length"],
  ["/too-long", "a stream longer than its length"],
  ["/breaks", "a stream that breaks"],
  ["/throws", "a handler that throws"],
  ["/latin1", "a field that is not ASCII"],
  ["/injected", "a field with a line end"],
  ["/two-cookies", "two fields of one name"],
  ["/undefined", "a field that is undefined"],
];

/** The requests. */
export const HANDLERS: readonly PresetRow[] = [
  ...PATHS.map(([path, name]) => ({ name, text: get(path) })),
  ...["/characters", "/stream", "/304"].map((path) => ({
    name: `HEAD ${path}`,
    text: get(path).replace("GET", "HEAD"),
  })),
  { name: "a stream for HTTP/1.0", text: "GET /stream HTTP/1.0\\r\\n\\r\\n" },
  { name: "a stream, then GET", text: get("/stream") + ROOT },
  { name: "a slow handler, then a fast one", text: get("/slow") + ROOT },
  { name: "an error, then GET", text: get("/throws") + ROOT },
  { name: "a body that is read", text: post("/read", "hello") },
  { name: "a body that is sent back", text: post("/echo", "hello") },
  ...["/read", "/echo"].map((path) => ({
    name: `${path} after 100 Continue`,
    text: post(path, "hello", EXPECT),
    splitAt: [headLength(post(path, "hello", EXPECT))],
    delayMs: 300,
  })),
  {
    name: "chunks that are read",
    text: postChunks("/read", "5\\r\\nhello\\r\\n0\\r\\n\\r\\n") + ROOT,
  },
  {
    name: "a client that goes while it is waited for",
    text: get("/waits"),
    end: "reset",
  },
  {
    name: "a client that half-closes while it is waited for",
    text: get("/waits"),
    end: "half-close",
  },
  {
    name: "a client that does not read",
    text: get("/large"),
    end: "stall",
  },
  { name: "a client that reads slowly", text: get("/large"), end: "slow" },
  {
    name: "three clients at once that stay",
    text: get("/slow"),
    end: "stall",
    copies: 3,
  },
  {
    name: "a body that arrives while the handler computes",
    text: post("/computes", "hello"),
    splitAt: [headLength(post("/computes", "hello"))],
    delayMs: 200,
  },
];
