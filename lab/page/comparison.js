/**
 * Shows the answers of several servers side by side, and where they differ.
 *
 * @module
 */

import { showBytes } from "./bytes_view.js";
import { find, formatSize, make } from "./dom.js";

/** @import { Answer, Comparison, Difference } from "../page_requests.ts" */

/**
 * Shows a comparison.
 *
 * @param {Comparison} comparison The answers.
 * @param {boolean} isHex Whether bytes are shown in hexadecimal.
 */
export function showComparison({ answers, differences }, isHex) {
  const offsets = Object.values(differences).map(({ offset }) => offset[0]);
  const columns = answers.map((answer, index) => {
    const difference = differences[answer.name];
    const mark = index === 0
      ? Math.min(...offsets)
      : difference?.offset[1] ?? Infinity;
    return showAnswer(answer, difference, index, mark, isHex);
  });
  find("view-comparison").replaceChildren(
    make("div.columns", {}, ...columns),
  );
}

/**
 * @param {Answer} answer @param {Difference | undefined} difference
 * @param {number} index @param {number} mark @param {boolean} isHex
 */
function showAnswer(answer, difference, index, mark, isHex) {
  const bytes = Uint8Array.fromBase64(answer.bytes);
  const column = make(
    "section.column",
    { "aria-label": answer.name },
    make("h3", {}, answer.name),
  );
  if (answer.error) {
    column.append(make("p.note", {}, `no answer: ${answer.error}`));
    return column;
  }
  column.append(
    make("p.size", {}, `${formatSize(bytes.length)}, ${answer.ending}`),
    showVerdict(difference, index),
  );
  const info = { index, name: "response", total: bytes.length, isFull: false };
  const stream = {
    info,
    ranges: [{ start: 0, bytes }],
    parts: [...answer.parts],
  };
  const box = showBytes({
    stream,
    index,
    start: 0,
    end: bytes.length,
    isHex,
    isWhole: true,
  });
  box.querySelector(`[data-o="${mark}"]`)?.classList.add("first-difference");
  column.append(box);
  return column;
}

/** @param {Difference | undefined} difference @param {number} index */
function showVerdict(difference, index) {
  if (index === 0) return make("p.verdict", {}, "What the others differ from");
  if (difference === undefined) {
    return make("p.verdict.same", {}, "The same bytes, apart from the date");
  }
  const [, at] = difference.offset;
  return make(
    "div.verdict",
    {},
    make("p", {}, `First differing byte: ${at}`),
    make("ul", {}, ...difference.says.map((text) => make("li", {}, text))),
  );
}
