/**
 * The list of connections: one line each, with its packets on a time axis.
 *
 * @module
 */

import { find, formatSize, formatTime, make } from "./dom.js";
import { problemsOf, summaryOf } from "./store.js";

/** @import { Lane } from "./store.js" */

/** How many packets are drawn on an axis. */
const MAX_TICKS = 60;

/** The list. */
export class LaneList {
  /** @param {(id: number) => void} onSelect Is told which one was chosen. */
  constructor(onSelect) {
    this.element = find("lanes");
    /** @type {Map<number, { version: number, element: HTMLElement }>} */
    this.items = new Map();
    /** @type {number | undefined} */
    this.selected = undefined;
    this.onSelect = onSelect;
    this.element.addEventListener("click", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      const item = target.closest("[data-lane]");
      if (item instanceof HTMLElement) onSelect(Number(item.dataset.lane));
    });
    this.element.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.move(step);
    });
  }

  /**
   * Shows the connections, newest first.
   *
   * @param {ReadonlyMap<number, Lane>} lanes The connections.
   */
  show(lanes) {
    for (const [id, { element }] of this.items) {
      if (lanes.has(id)) continue;
      element.remove();
      this.items.delete(id);
    }
    for (const [id, lane] of lanes) {
      const known = this.items.get(id);
      if (known?.version === lane.version) continue;
      const element = showLane(lane);
      element.setAttribute("aria-selected", String(id === this.selected));
      if (known) known.element.replaceWith(element);
      else this.element.prepend(element);
      this.items.set(id, { version: lane.version, element });
    }
    find("no-lanes").hidden = lanes.size > 0;
  }

  /**
   * Marks a connection as chosen.
   *
   * @param {number | undefined} id Its number.
   */
  select(id) {
    this.selected = id;
    for (const [other, { element }] of this.items) {
      element.setAttribute("aria-selected", String(other === id));
    }
    const element = id === undefined ? undefined : this.items.get(id)?.element;
    this.element.setAttribute("aria-activedescendant", element?.id ?? "");
    element?.scrollIntoView({ block: "nearest" });
  }

  /**
   * Chooses a neighbour.
   *
   * @param {number} step -1 for the one above, 1 for the one below.
   */
  move(step) {
    const ids = [...this.element.children].map((child) =>
      Number(/** @type {HTMLElement} */ (child).dataset.lane)
    );
    const at = ids.indexOf(this.selected ?? -1);
    const next = ids[Math.max(0, Math.min(ids.length - 1, at + step))];
    if (next !== undefined) this.onSelect(next);
  }
}

/** @param {Lane} lane */
function showLane(lane) {
  const { info, streams, events } = lane;
  const { request, status, count } = summaryOf(lane);
  const problems = problemsOf(lane).length;
  const sizes = [streams[0], streams[1]].map((stream) =>
    stream?.info.total ?? 0
  );
  const duration = events.reduce((last, { at }) => Math.max(last, at), 0);
  const title = request || (sizes[0] > 0 ? `${sizes[0]} bytes` : "silent");
  const facts = [
    formatTime(duration),
    `↑ ${formatSize(sizes[0])}`,
    `↓ ${formatSize(sizes[1])}`,
    ...count > 1 ? [`${count} requests`] : [],
    info.origin ?? `port ${info.clientPort}`,
  ];
  const badge = problems > 0
    ? [make("span.badge", {}, `${problems} malformed`)]
    : [];
  return make(
    "div.lane",
    { id: `lane-${info.id}`, role: "option", "data-lane": info.id },
    make(
      "div.head",
      {},
      make("span.number", {}, `${info.id}`),
      make("span.request", {}, title),
      ...badge,
      make("span.status", {}, status),
    ),
    showAxis(lane, duration),
    make(
      "div.facts",
      {},
      make("span", {}, facts.join("  ")),
      make(
        `span.${info.isClosed ? "closed" : "open"}`,
        {},
        info.isClosed ? "closed" : "open",
      ),
    ),
  );
}

/** @param {Lane} lane @param {number} duration */
function showAxis({ events }, duration) {
  const axis = make("div.axis", { "aria-hidden": "true" });
  const shown = events.filter(({ type }) => type === "bytes" || type === "end");
  for (const event of shown.slice(0, MAX_TICKS)) {
    if (event.type !== "bytes" && event.type !== "end") continue;
    const direction = ["up", "down"][event.stream] ?? "script";
    const isReset = event.type === "end" && event.how === "reset";
    const tick = make(
      `span.tick.${direction}${event.type === "end" ? ".end" : ""}${
        isReset ? ".reset" : ""
      }`,
    );
    const share = duration > 0 ? Math.max(event.at, 0) / duration : 0;
    tick.style.left = `${(share * 97).toFixed(2)}%`;
    if (event.type === "bytes") {
      const width = Math.min(2 + Math.log2(1 + event.size), 18);
      tick.style.width = `${width.toFixed(0)}px`;
    }
    axis.append(tick);
  }
  return axis;
}
