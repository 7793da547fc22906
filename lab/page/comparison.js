/**
 * Shows the answers of several servers side by side, and where they differ.
 *
 * @module
 */

import { showBytes } from "./bytes_view.js";
import { formatSize, make } from "./dom.js";

/** @import { Answer, Comparison, Difference } from "../page_requests.ts" */

/**
 * Shows a comparison.
 *
 * @param {Comparison} comparison The answers.
 * @param {boolean} isHex Whether bytes are shown in hexadecimal.
 * @returns {HTMLElement} A column for each server.
 */
export function showComparison({ answers, differences }, isHex) {
  const offsets = Object.values(differences)
    .map(({ offset }) => offset ?? Infinity);
  const columns = answers.map((answer, index) => {
    const difference = differences[answer.name];
    const mark = index === 0 ? Math.min(...offsets) : difference?.offset;
    const column = showAnswer(answer, index, isHex);
    column.querySelector(`[data-o="${mark}"]`)
      ?.classList.add("first-difference");
    column.querySelector(".bytes, .note")
      ?.before(showVerdict(difference, index));
    return column;
  });
  return make("div.columns", {}, ...columns);
}

/**
 * @param {Answer} answer @param {number} index @param {boolean} isHex
 */
function showAnswer(answer, index, isHex) {
  const { name, total, ending, error, calls } = answer;
  const column = make(
    "section.column",
    { "aria-label": name },
    make("h3", {}, name),
  );
  if (error) {
    column.append(make("p.note", {}, `no answer: ${error}`));
    return column;
  }
  column.append(make("p.size", {}, `${formatSize(total)}, ${ending}`));
  const bytes = Uint8Array.fromBase64(answer.bytes);
  const info = { index, name: "response", total, isFull: false };
  const stream = {
    info,
    ranges: [{ start: 0, bytes }],
    parts: [...answer.parts],
  };
  const slice = { stream, index, start: 0, end: total, isHex, isWhole: true };
  column.append(total > 0 ? showBytes(slice) : make("p.note", {}, "no answer"));
  const text = calls ? calls.join(", ") : "its calls cannot be watched";
  column.append(make("p.calls", {}, text));
  return column;
}

/** @param {Difference | undefined} difference @param {number} index */
function showVerdict(difference, index) {
  if (index === 0) {
    return make("p.verdict", {}, "The others are compared with this one");
  }
  if (difference === undefined) {
    return make("p.verdict.same", {}, "The same, apart from the date");
  }
  const { offset, says } = difference;
  return make(
    "div.verdict",
    {},
    make(
      "p",
      {},
      offset === undefined
        ? "The same bytes"
        : `First differing byte: ${offset}`,
    ),
    make("ul", {}, ...says.map((text) => make("li", {}, text))),
  );
}
