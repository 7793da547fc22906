/**
 * The editor: a message with escapes, how it is cut, and what follows it.
 *
 * @module
 */

import { act, find, make } from "./dom.js";

/** @import { Preset } from "../about.ts" */
/** @import { Draft, EditorMessage, Recorded } from "../page_requests.ts" */

/** How long to wait for more typing before the message is labelled, in ms. */
const SETTLE_MS = 150;

/** The editor. */
export class Editor {
  /** @param {readonly Preset[]} presets The messages to choose from. */
  constructor(presets) {
    this.presets = presets;
    this.text = /** @type {HTMLTextAreaElement} */ (find("message"));
    this.pieces = /** @type {HTMLSelectElement} */ (find("pieces"));
    this.split = /** @type {HTMLInputElement} */ (find("split"));
    this.delay = /** @type {HTMLInputElement} */ (find("delay"));
    this.end = /** @type {HTMLSelectElement} */ (find("end"));
    this.copies = /** @type {HTMLInputElement} */ (find("copies"));
    this.preset = /** @type {HTMLSelectElement} */ (find("preset"));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.#fillPresets();
    this.preset.addEventListener("change", () => this.#choose());
    const fields = [
      this.text,
      this.pieces,
      this.split,
      this.delay,
      this.end,
      this.copies,
    ];
    for (const field of fields) {
      field.addEventListener("input", () => {
        this.preset.value = "";
        this.#changed();
      });
    }
    this.#choose();
  }

  /**
   * The message as it is now.
   *
   * @returns {EditorMessage} The message.
   */
  get message() {
    const pieces = this.pieces.value;
    return {
      text: this.text.value,
      splitAt: pieces === "split"
        ? this.split.value.split(",").map(Number)
        : [],
      everyByte: pieces === "every",
      delayMs: pieces === "one" ? 0 : Number(this.delay.value),
      end: /** @type {EditorMessage["end"]} */ (this.end.value),
      copies: Number(this.copies.value),
    };
  }

  /** Sends the message. */
  async send() {
    await this.#try(() => act("send", this.message));
  }

  /**
   * Takes over a recorded request.
   *
   * @param {Recorded} recorded The request.
   */
  load({ text, pieces, end }) {
    const ends = pieces.map(({ size }, index) =>
      pieces.slice(0, index).reduce((sum, piece) => sum + piece.size, size)
    );
    const pauses = pieces.slice(1).map(({ pauseMs }) => pauseMs);
    this.fill({
      name: "",
      text,
      splitAt: ends.slice(0, -1),
      delayMs: Math.max(0, ...pauses),
      end,
    });
    this.preset.value = "";
  }

  /**
   * Shows a message.
   *
   * @param {Preset} preset The message.
   */
  fill({ text, splitAt = [], everyByte, delayMs, end, copies = 1 }) {
    this.text.value = breakLines(text);
    this.pieces.value = everyByte
      ? "every"
      : splitAt.length > 0
      ? "split"
      : "one";
    if (splitAt.length > 0) this.split.value = splitAt.join(",");
    if (delayMs !== undefined) this.delay.value = String(delayMs);
    this.end.value = end ?? "open";
    this.copies.value = String(copies);
    this.#changed();
  }

  #fillPresets() {
    /** @type {Map<string, HTMLElement>} */
    const groups = new Map();
    this.preset.append(make("option", { value: "" }, "your own"));
    this.presets.forEach(({ name, task }, index) => {
      const label = task ? `Task ${task.number}: ${task.title}` : "Any task";
      const group = groups.get(label) ?? make("optgroup", { label });
      if (!groups.has(label)) this.preset.append(group);
      groups.set(label, group);
      group.append(make("option", { value: index }, name));
    });
    if (this.presets.length > 0) this.preset.value = "0";
  }

  #choose() {
    const preset = this.presets[Number(this.preset.value)];
    if (preset && this.preset.value !== "") this.fill(preset);
  }

  /** Labels the message, and shows the command that sends it. */
  #changed() {
    const pieces = this.pieces.value;
    this.split.disabled = pieces !== "split";
    this.delay.disabled = pieces === "one";
    find("send-command").textContent = commandOf(this.message);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#label(), SETTLE_MS);
  }

  async #label() {
    await this.#try(async () => {
      /** @type {Draft} */
      const { size, problem } = await act("label", this.message);
      const note = problem
        ? [make("span.bad", {}, `byte ${problem.offset}: ${problem.note}`)]
        : [];
      find("message-note").replaceChildren(`${size} bytes  `, ...note);
    });
  }

  /** @param {() => Promise<unknown>} action */
  async #try(action) {
    try {
      await action();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      find("message-note").replaceChildren(make("span.bad", {}, text));
    }
  }
}

/**
 * Breaks the text after each line end, for the eye.
 *
 * @param {string} text The message, with escapes.
 */
function breakLines(text) {
  return text.replaceAll(/\n/g, "").replaceAll(/\\n(?=.)/g, "\\n\n");
}

/**
 * The command that sends the same from a terminal.
 *
 * @param {EditorMessage} message The message.
 */
function commandOf({ text, splitAt = [], everyByte, delayMs, end, copies }) {
  const quoted = text.replaceAll("\n", "").replaceAll("'", "\\x27");
  const flags = [
    ...splitAt.length === 1 ? [`--split ${splitAt[0]}`] : [],
    ...everyByte ? ["--every-byte"] : [],
    ...delayMs && (everyByte || splitAt.length === 1)
      ? [`--delay ${delayMs}`]
      : [],
    ...end === "half-close" ? ["--half-close"] : [],
  ];
  if (splitAt.length > 1) {
    return "(deno task send cuts a message in two pieces at most)";
  }
  if (end === "reset" || end === "stall" || end === "slow") {
    return "(deno task send always reads the answer, at once)";
  }
  if (copies !== 1) return "(deno task send opens one connection)";
  return ["deno task send", `'${quoted}'`, ...flags].join(" ");
}
