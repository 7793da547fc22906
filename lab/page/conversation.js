/**
 * Shows one connection: what travelled between client and server, what the
 * server did, in the order of time.
 *
 * @module
 */

import { showBytes } from "./bytes_view.js";
import { formatSize, formatTime, make } from "./dom.js";
import { foldRuns } from "./fold_runs.js";

/** @import { Lane } from "./store.js" */
/** @import { LaneEvent } from "../updates.ts" */

/** A pause that is worth a remark, in milliseconds. */
const PAUSE_MS = 20;

/** How many of the first and of the last events are shown. */
const MAX_ROWS = 150;

/**
 * How to show a connection.
 *
 * @typedef {object} ConversationOptions
 * @property {boolean} isHex Whether bytes are shown in hexadecimal.
 * @property {boolean} hasCalls Whether the calls of the server are shown.
 * @property {ReadonlySet<string>} opened The packets that are shown whole.
 */

/**
 * Shows a connection.
 *
 * @param {Lane} lane The connection.
 * @param {ConversationOptions} options How.
 * @returns {HTMLElement[]} Its rows.
 */
export function showConversation(lane, options) {
  /** @type {HTMLElement[]} */
  const rows = [];
  const events = lane.events
    .map((event) => ({ event, at: timeOf(event) }))
    .filter(({ event }) => event.type !== "call" || isShown(event, options))
    .sort((a, b) => a.at - b.at);
  const left = Math.max(events.length - 2 * MAX_ROWS, 0);
  const folded = foldRuns(events);
  events.forEach(({ event, at }, index) => {
    const count = folded.get(index);
    if (count) rows.push(remark(`${count} more packets and writes …`));
    if (count !== undefined) return;
    const isLeft = index >= MAX_ROWS && index < MAX_ROWS + left;
    if (index === MAX_ROWS && isLeft) {
      rows.push(remark(`${left} more events …`));
    }
    if (isLeft) return;
    const row = showEvent(lane, event, options);
    const gap = index === 0 ? 0 : at - events[index - 1].at;
    row.prepend(showTime(at, gap));
    rows.push(row);
  });
  const { omitted } = lane.info;
  if (omitted > 0) rows.push(remark(`${omitted} more events, not kept`));
  return rows;
}

/** @param {number} at @param {number} gap The time since the event before. */
function showTime(at, gap) {
  if (at === Infinity) return make("span.time", {}, "now");
  const title = `${at.toFixed(3)} ms after the connection was opened`;
  const time = make("span.time", { title }, formatTime(Math.max(at, 0)));
  if (gap >= PAUSE_MS) {
    time.append(make("span.pause", {}, `+${formatTime(gap)}`));
  }
  return time;
}

/** @param {string} text */
function remark(text) {
  return make("div.remark", {}, text);
}

/** A call stands where it has returned: a read, when there was something. */
function timeOf(/** @type {LaneEvent} */ event) {
  if (event.type !== "call") return event.at;
  if (event.name === "read") return event.returnedAt ?? Infinity;
  return event.at;
}

/**
 * @param {Extract<LaneEvent, { type: "call" }>} event
 * @param {ConversationOptions} options
 */
function isShown({ name, result }, { hasCalls }) {
  // A close that fails because the connection is closed already is no news.
  const isFailure = typeof result === "object" && result !== null;
  return hasCalls && !(name === "close" && isFailure);
}

/**
 * @param {Lane} lane @param {LaneEvent} event
 * @param {ConversationOptions} options
 */
function showEvent(lane, event, options) {
  switch (event.type) {
    case "bytes":
      return showPacket(lane, event, options);
    case "end":
      return showEnd(lane, event);
    case "call":
      return showCall(event);
    case "script": {
      const what = `${event.name} ${event.what}`;
      return row("script", "program", make("span", {}, what));
    }
  }
}

/**
 * @param {Lane} lane @param {Extract<LaneEvent, { type: "bytes" }>} event
 * @param {ConversationOptions} options
 */
function showPacket(lane, { stream: index, start, size }, options) {
  const stream = lane.streams[index];
  const { name } = stream.info;
  const key = `${index}:${start}`;
  const bytes = showBytes({
    stream,
    index,
    start,
    end: start + size,
    isHex: options.isHex,
    isWhole: options.opened.has(key),
  });
  bytes.dataset.key = key;
  const title = TITLES[index] ?? name;
  return row(
    CLASSES[index] ?? "script",
    title,
    make(
      "span.size",
      {},
      `${formatSize(size)}${start > 0 ? `, from byte ${start}` : ""}`,
    ),
    bytes,
  );
}

const TITLES = ["client to server", "server to client"];
const CLASSES = ["up", "down"];

/** @param {Lane} lane @param {Extract<LaneEvent, { type: "end" }>} event */
function showEnd({ streams }, { stream, how }) {
  const side = stream === 0 ? "client" : stream === 1 ? "server" : "program";
  const isMute = stream === 1 && streams[1].info.total === 0 &&
    streams[0].info.total > 0;
  const text = how === "end of file" && isMute
    ? "the server closed the connection without an answer: see its output"
    : how === "reset"
    ? `the ${side} reset the connection`
    : how === "unreachable"
    ? "the server does not listen"
    : stream > 1
    ? "the program closed its output"
    : `the ${side} sends no more: end of file`;
  const direction = CLASSES[stream] ?? "script";
  const element = row(direction, how === "reset" ? "RST" : "FIN", text);
  element.classList.add(how === "end of file" ? "end" : "reset");
  if (isMute) element.classList.add("warning");
  return element;
}

/** @param {Extract<LaneEvent, { type: "call" }>} event */
function showCall(event) {
  const { name, asked, at, returnedAt, result, where } = event;
  const call = make("code", {}, `${name}(${asked ?? ""})`);
  const details = [];
  if (returnedAt === undefined) {
    call.append(" …");
    details.push(name === "read" ? "waits for bytes" : "waits");
  } else if (result !== null && typeof result === "object") {
    details.push(result.error);
  } else {
    if (typeof result === "number") call.append(` → ${result}`);
    else if (name === "read") call.append(" → null");
    const waited = returnedAt - at;
    if (name === "read" || waited >= 1) {
      details.push(`waited ${formatTime(waited)}`);
    }
  }
  const { start } = event;
  if (start !== undefined && typeof result === "number") {
    details.unshift(`bytes ${start} to ${start + result - 1}`);
  }
  if (event.unread) {
    details.push(
      `${event.unread} bytes unread: the kernel resets the connection`,
    );
  }
  if (where) details.push(where);
  const element = row(
    "call",
    "server",
    call,
    make("span.details", {}, details.join(", ")),
  );
  if (event.unread) element.classList.add("warning");
  return element;
}

/**
 * @param {string} kind @param {string} title
 * @param {...(Node | string)} content
 */
function row(kind, title, ...content) {
  return make(
    `div.row.${kind}`,
    {},
    make("span.arrow", { "aria-hidden": "true" }),
    make("div.what", {}, make("span.title", {}, title), ...content),
  );
}
