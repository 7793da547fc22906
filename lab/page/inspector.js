/**
 * Explains one byte: its part of the grammar, the RFC section, what is wrong
 * with it, which call of the server took it, and the task about it.
 *
 * @module
 */

import { find, make } from "./dom.js";
import { byteAt, partAt } from "./store.js";

/** @import { Lane } from "./store.js" */
/** @import { Place } from "./cursor.js" */
/** @import { About, Explanation } from "../about.ts" */
/** @import { LaneEvent } from "../updates.ts" */
/** @import { Kind } from "../grammar/kinds.ts" */
/** @import { Part } from "../grammar/part.ts" */

/** The names of bytes that cannot be seen. */
const NAMES = {
  0x00: "NUL",
  0x09: "tab",
  0x0a: "LF, line feed",
  0x0d: "CR, carriage return",
  0x20: "space",
  0x7f: "DEL",
};

/** Shows explanations. */
export class Inspector {
  /** @param {About} about The dictionary. */
  constructor(about) {
    this.about = about;
    this.element = find("inspector");
    this.summary = find("summary");
    this.show(undefined, undefined);
  }

  /**
   * Explains a byte.
   *
   * @param {Lane | undefined} lane The connection.
   * @param {Place | undefined} place The byte.
   */
  show(lane, place) {
    const stream = place && lane?.streams[place.stream];
    if (!lane || !place || !stream) {
      this.element.replaceChildren(
        make("p.empty", {}, "Point at a byte, or move to one with the keys."),
      );
      this.summary.textContent = "";
      return;
    }
    const byte = byteAt(stream, place.offset);
    const part = byte === undefined
      ? stream.parts.find(({ kind, start }) =>
        kind === "missing" && start === place.offset
      )
      : partAt(stream, place.offset);
    const where = `byte ${place.offset} of the ${stream.info.name}`;
    const content = [
      make(
        "p.where",
        {},
        `${where}${byte === undefined ? "" : `: ${nameOf(byte)}`}`,
      ),
    ];
    const kind = part && this.#kindOf(part, stream.info.name);
    if (part && kind) content.push(...this.#explain(part, kind));
    content.push(...showTransport(lane, place));
    this.element.replaceChildren(...content);
    this.summary.textContent = [kind?.name, where, part?.problem?.note]
      .filter(Boolean).join(", ");
  }

  /** @param {Part} part @param {string} stream @returns {Kind} */
  #kindOf({ kind }, stream) {
    const { kinds, cgiKinds } = this.about;
    return (stream === "program output" && cgiKinds[kind]) || kinds[kind];
  }

  /** @param {Part} part @param {Kind} kind @returns {HTMLElement[]} */
  #explain(part, kind) {
    const { subjects } = this.about;
    const content = [make("h3", {}, kind.name)];
    if (part.problem) content.push(showProblem(part));
    content.push(make("p", {}, kind.says));
    if (kind.rule !== "") content.push(make("pre.rule", {}, kind.rule));
    content.push(make("p.section", {}, showSection(kind.section)));
    const subject = part.about && subjects[subjectKey(part)];
    if (subject) content.push(showSubject(part.about ?? "", subject));
    content.push(...this.#showTask(part));
    return content;
  }

  /** @param {Part} part @returns {HTMLElement[]} */
  #showTask(part) {
    const { tasks } = this.about;
    const names = [subjectKey(part), part.kind];
    const malformed = names.map((name) => `malformed:${name}`);
    const task = [...part.problem ? malformed : [], ...names]
      .map((name) => tasks[name]).find((task) => task);
    if (!task) return [];
    const { stage, number, title, command } = task;
    return [
      make(
        "div.task",
        {},
        make("p", {}, `Task ${number} of ${stage}: ${title}`),
        make("code", {}, command),
      ),
    ];
  }
}

/** @param {Part} part */
function subjectKey({ kind, about }) {
  const group = kind === "method"
    ? "method"
    : kind === "status-code"
    ? "status"
    : "field";
  return `${group}:${about}`;
}

/** @param {Part} part */
function showProblem({ problem }) {
  return make(
    "div.problem",
    { role: "note" },
    make("p", {}, make("strong", {}, `Malformed: ${problem?.note}`)),
    make("p", {}, `Expected: ${problem?.expected}.`),
    make("p.section", {}, showSection(problem?.because ?? "")),
  );
}

/** @param {string} name @param {Explanation} subject */
function showSubject(name, { says, section }) {
  return make(
    "div.subject",
    {},
    make("h4", {}, name),
    make("p", {}, says),
    make("p.section", {}, showSection(section)),
  );
}

/** @param {string} section "RFC 9112 section 3.1". */
function showSection(section) {
  const match = /^RFC (\d+) section ([\d.]+)$/.exec(section);
  if (match === null) return section;
  const href = `https://www.rfc-editor.org/rfc/rfc${match[1]}#section-${
    match[2]
  }`;
  return make("a", { href, target: "_blank", rel: "noreferrer" }, section);
}

/**
 * The packet that carried the byte, and the call of the server that took it.
 *
 * @param {Lane} lane @param {Place} place @returns {HTMLElement[]}
 */
function showTransport({ events }, { stream, offset }) {
  /** @param {number | undefined} start @param {number} size */
  const has = (start, size) =>
    start !== undefined && offset >= start && offset < start + size;
  const packets = events.filter((event) =>
    event.type === "bytes" && event.stream === stream
  );
  const packet = packets.findIndex((event) =>
    event.type === "bytes" && has(event.start, event.size)
  );
  const name = stream === 0 ? "read" : stream === 1 ? "write" : undefined;
  const calls = events.filter((event) =>
    event.type === "call" && event.name === name
  );
  const call = calls.findIndex((event) =>
    event.type === "call" && typeof event.result === "number" &&
    has(event.start, event.result)
  );
  const lines = [];
  if (packet >= 0) lines.push(`in packet ${packet + 1} of ${packets.length}`);
  const event = calls[call];
  if (event?.type === "call") {
    const where = event.where ? ` at ${event.where}` : "";
    const done = name === "read" ? "taken by read" : "given to write";
    lines.push(`${done} ${call + 1}${where}`);
  }
  return lines.length === 0 ? [] : [make("p.transport", {}, lines.join("; "))];
}

/** @param {number} byte */
function nameOf(byte) {
  const hex = `0x${byte.toString(16).padStart(2, "0")}`;
  const name = NAMES[/** @type {keyof typeof NAMES} */ (byte)] ??
    (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : undefined);
  return name === undefined ? hex : `${hex}, ${name}`;
}
