/**
 * Messages for stage 01, where bytes are only bytes.
 *
 * @module
 */

import type { PresetRow } from "./request_text.ts";

/** The messages. */
export const TEXT: readonly PresetRow[] = [
  { name: "a question", text: "can you hear me?", title: /yes/i },
  {
    name: "a question, then half-close",
    text: "can you hear me?",
    end: "half-close",
    title: /write the client/i,
  },
  { name: "half-close without a word", text: "", end: "half-close" },
  {
    name: "a character cut in two",
    text: "caf\u00e9",
    splitAt: [4],
    delayMs: 50,
    title: /cuts/i,
  },
  {
    name: "byte by byte",
    text: "can you hear me?",
    everyByte: true,
    delayMs: 20,
  },
  { name: "more than the server reads", text: "a".repeat(9000) },
  {
    name: "a question, then a reset",
    text: "can you hear me?",
    end: "reset",
    title: /survive a reset/i,
  },
  {
    name: "control characters",
    text: "\\x1b[2J\\r\\n\\0",
    title: /log clean/i,
  },
];
