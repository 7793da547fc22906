/**
 * Shows bytes as text or in hexadecimal, each with its label.
 *
 * @module
 */

import { formatSize, make } from "./dom.js";
import { partAt, rangeAt } from "./store.js";
import { visibleCharacters } from "./visible.js";

/** @import { Stream } from "./store.js" */
/** @import { Part } from "../grammar/part.ts" */

/** How many bytes of a packet are shown at first. */
const SHOWN = 1024;

/** How many bytes a line of the hexadecimal view has. */
const HEX_WIDTH = 16;

/**
 * A part of a stream to show.
 *
 * @typedef {object} Slice
 * @property {Stream} stream The direction.
 * @property {number} index Its index in the connection.
 * @property {number} start The offset of the first byte.
 * @property {number} end The offset after the last byte.
 * @property {boolean} isHex Whether to show it in hexadecimal.
 * @property {boolean} isWhole Whether to show all that is kept.
 */

/**
 * Shows a slice of a stream.
 *
 * @param {Slice} slice The part.
 * @returns {HTMLElement} The bytes, and a remark about what is left out.
 */
export function showBytes(slice) {
  const { stream, start, end, isWhole } = slice;
  const limit = isWhole ? end : Math.min(end, start + SHOWN);
  const box = make("div.bytes");
  let offset = start;
  while (offset < limit) {
    const range = rangeAt(stream, offset);
    if (range === undefined) {
      const next = stream.ranges.find(({ start }) => start > offset);
      const to = Math.min(next?.start ?? end, end);
      box.append(make("p.gap", {}, `… ${formatSize(to - offset)} not kept`));
      offset = to;
      continue;
    }
    const to = Math.min(range.start + range.bytes.length, limit);
    const bytes = range.bytes.subarray(offset - range.start, to - range.start);
    box.append(
      slice.isHex
        ? showHex(slice, bytes, offset)
        : showText(slice, bytes, offset),
    );
    offset = to;
  }
  if (limit < end && offset < end) {
    box.append(make(
      "button.more",
      { type: "button", "data-more": start },
      `Show ${formatSize(end - limit)} more`,
    ));
  }
  showMissing(slice, box);
  return box;
}

/**
 * @param {Slice} slice @param {Uint8Array} bytes @param {number} offset
 */
function showText({ stream, index }, bytes, offset) {
  const box = make("pre.text");
  /** @type {Part | undefined} */
  let last;
  /** @type {HTMLElement} */
  let span = make("span");
  /** @type {HTMLElement[]} */
  let notes = [];
  let at = offset;
  for (const { text, length } of visibleCharacters(bytes)) {
    const part = partAt(stream, at);
    // After a note, the rest of a part goes on below it.
    if (part !== last || part === undefined || box.lastChild !== span) {
      span = showPart(part);
      box.append(span);
      last = part;
    }
    span.append(showCharacter(text, { "data-s": index, "data-o": at }));
    at += length;
    if (part?.problem && at >= part.end) notes.push(showNote(part));
    if (text !== "␊") continue;
    span.append("\n");
    // A note stands under its line, as in a failing test.
    box.append(...notes);
    notes = [];
  }
  box.append(...notes);
  return box;
}

/**
 * @param {Slice} slice @param {Uint8Array} bytes @param {number} offset
 */
function showHex({ stream, index }, bytes, offset) {
  const box = make("div.hex");
  for (let at = 0; at < bytes.length; at += HEX_WIDTH) {
    const line = bytes.subarray(at, at + HEX_WIDTH);
    const place = (offset + at).toString(16).padStart(6, "0");
    const digits = make("span.digits");
    const letters = make("span.letters");
    /** @type {HTMLElement[]} */
    const notes = [];
    line.forEach((byte, column) => {
      const data = { "data-s": index, "data-o": offset + at + column };
      const part = partAt(stream, offset + at + column);
      const kind = classesOf(part);
      if (part?.problem) notes.push(showNote(part));
      const hex = byte.toString(16).padStart(2, "0");
      digits.append(make(`span.b.${kind}`, data, hex), " ");
      letters.append(make(`span.l.${kind}`, data, letterOf(byte)));
    });
    box.append(
      make("div.line", {}, make("span.place", {}, place), digits, letters),
      ...notes,
    );
  }
  return box;
}

/**
 * Few fonts have the pictures of control characters, so the style shows their
 * abbreviations; the text, which can be copied, has the pictures.
 *
 * @param {string} text @param {Record<string, number>} data
 */
function showCharacter(text, data) {
  const code = (text.codePointAt(0) ?? 0) - 0x2400;
  const name = text === "␡" ? "DEL" : CONTROLS[code];
  if (name === undefined) return make("span.b", data, text);
  return make("span.b.control", { ...data, "data-name": name }, text);
}

/** The names of U+0000 to U+0020, for the pictures from U+2400 on. */
const CONTROLS = ("NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI " +
  "DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US SP").split(" ");

/** @param {number} byte */
function letterOf(byte) {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

/** @param {Part | undefined} part */
function showPart(part) {
  return make(`span.${classesOf(part)}`);
}

/** @param {Part | undefined} part */
function classesOf(part) {
  if (part === undefined) return "p.k-unread";
  return `p.k-${part.kind}${part.problem ? ".bad" : ""}`;
}

/**
 * The note under a malformed byte, as a failing test has it.
 *
 * @param {Part} part
 */
function showNote({ start, problem }) {
  const note = `▲ byte ${start}: ${problem?.note}`;
  return make("span.note", {}, note);
}

/**
 * The note about missing bytes follows the last byte.
 *
 * @param {Slice} slice @param {HTMLElement} box
 */
function showMissing({ stream, index, end }, box) {
  for (const part of stream.parts) {
    if (part.kind !== "missing" || part.start !== end) continue;
    box.append(make(
      "span.note.missing.b",
      { "data-s": index, "data-o": part.start },
      `▲ byte ${part.start}: ${part.problem?.note}`,
    ));
  }
}
