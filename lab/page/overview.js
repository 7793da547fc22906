/**
 * Sends all presets to all servers, and shows in one table where the answers of
 * the first server differ.
 *
 * @module
 */

import { act, make } from "./dom.js";

/** @import { Preset } from "../about.ts" */
/** @import { Comparison } from "../page_requests.ts" */

/** How many presets are under way at a time. */
const AT_ONCE = 3;

/** A preset that takes longer is left out, in milliseconds. */
const MAX_MS = 2000;

/**
 * Makes the table, and fills it while the answers come.
 *
 * @param {readonly Preset[]} presets The messages.
 * @param {string} judge The server whose answers are right.
 * @param {(preset: Preset) => void} onChoose Is told which row was chosen.
 * @returns {HTMLElement} The table.
 */
export function showOverview(presets, judge, onChoose) {
  const body = make("tbody");
  const status = make("caption", { role: "status" });
  const head = ["Message", "This server", "The others"].map((text) =>
    make("th", { scope: "col" }, text)
  );
  const table = make(
    "table.overview",
    {},
    status,
    make("thead", {}, make("tr", {}, ...head)),
    body,
  );
  // After a reset, what a server still does is a matter of chance.
  const quick = presets.filter((preset) =>
    !["reset", "stall", "slow"].includes(preset.end ?? "") &&
    (preset.copies ?? 1) === 1 && durationOf(preset) <= MAX_MS
  );
  let done = 0;
  let different = 0;
  /** @param {boolean} differs */
  function count(differs) {
    done++;
    if (differs) different++;
    status.textContent = `${done} of ${quick.length} messages sent, ` +
      `${different} answered unlike ${
        judge === "reference" ? "the reference" : judge
      }`;
  }
  const rows = quick.map((preset) => ({
    preset,
    row: makeRow(preset, onChoose),
  }));
  body.append(...rows.map(({ row }) => row));
  Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = rows.shift(); next; next = rows.shift()) {
      const isUnlike = await fillRow(next.row, next.preset, judge)
        .catch((error) => {
          // A server that does not run answers none of them.
          rows.length = 0;
          body.replaceChildren();
          status.textContent = error instanceof Error
            ? error.message
            : String(error);
        });
      if (isUnlike === undefined) return;
      count(isUnlike);
      // Rows unlike the reference come first.
      if (isUnlike) body.prepend(next.row);
    }
  }));
  return table;
}

/** @param {Preset} preset How long it takes to send, in milliseconds. */
function durationOf({ text, everyByte, splitAt = [], delayMs = 0 }) {
  return delayMs * (everyByte ? text.length : splitAt.length);
}

/** @param {Preset} preset @param {(preset: Preset) => void} onChoose */
function makeRow(preset, onChoose) {
  const button = make("button", { type: "button" }, preset.name);
  button.addEventListener("click", () => onChoose(preset));
  return make("tr", {}, make("td", {}, button));
}

/**
 * @param {HTMLElement} row @param {Preset} preset @param {string} judge
 * @returns {Promise<boolean>} Whether this server differs from the reference.
 */
async function fillRow(row, preset, judge) {
  /** @type {Comparison} */
  const comparison = await act("compare", preset);
  const { answers, differences } = comparison;
  const [own, ...others] = answers;
  const verdicts = others.map(({ name }) => {
    const says = differences[name]?.says;
    return make(
      says && name === judge ? "p.differs" : "p.same",
      {},
      `${name}: ${says ? says.join("; ") : "the same"}`,
    );
  });
  row.append(
    make("td", {}, statusesOf(own)),
    make("td", {}, ...verdicts),
  );
  const differs = differences[judge] !== undefined;
  if (differs) row.className = "unlike";
  return differs;
}

/** @param {Comparison["answers"][number]} answer */
function statusesOf({ parts, error, total }) {
  const statuses = parts.filter(({ kind }) => kind === "status-code")
    .map(({ about }) => about).join(" ");
  return error ?? (statuses || (total > 0 ? `${total} B` : "no answer"));
}
