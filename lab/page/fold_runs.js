/**
 * Folds long answers: of their packets and writes, only the first and the last
 * are of interest.
 *
 * @module
 */

/** @import { LaneEvent } from "../updates.ts" */

/** How many packets and writes of a long answer are shown at either end. */
const RUN_ROWS = 10;

/**
 * Finds the packets and writes in the middle of long answers.
 *
 * @param {readonly { event: LaneEvent }[]} events The events.
 * @returns {Map<number, number>} Their places: at the first one of a run, how
 * many follow; 0 at the others.
 */
export function foldRuns(events) {
  /** @type {Map<number, number>} */
  const folded = new Map();
  for (let start = 0; start < events.length; start++) {
    let end = start;
    while (end < events.length && isOfAnswer(events[end].event)) end++;
    const from = start + RUN_ROWS;
    const to = end - RUN_ROWS;
    // A fold of a few rows would only hide them.
    if (to - from > RUN_ROWS) {
      for (let at = from; at < to; at++) folded.set(at, 0);
      folded.set(from, to - from);
    }
    start = Math.max(start, end);
  }
  return folded;
}

/** @param {LaneEvent} event Whether it is a packet or a write of an answer. */
function isOfAnswer(event) {
  if (event.type === "bytes") return event.stream === 1;
  return event.type === "call" && event.name === "write" &&
    typeof event.result === "number";
}
