/**
 * The page: connects the stream of events, the views and the keys.
 *
 * @module
 */

import { makeBindings } from "./commands.js";
import { showConversation } from "./conversation.js";
import { Cursor } from "./cursor.js";
import { find, make } from "./dom.js";
import { Editor } from "./editor.js";
import { Inspector } from "./inspector.js";
import { bindKeys } from "./keys.js";
import { LaneList } from "./lane_list.js";
import { Store } from "./store.js";
import { setUpTabs, showView } from "./tabs.js";

/** @import { About } from "../about.ts" */

/** How often news is shown at most: every so many milliseconds. */
const NEWS_MS = 80;

/** @type {About} */
const about = await (await fetch("/about")).json();
const store = new Store();
const inspector = new Inspector(about);
const editor = new Editor(about.presets);
const list = new LaneList(select);
const cursor = new Cursor(
  find("bytes"),
  (place) => inspector.show(currentLane(), place),
);

/** The state of the page. */
const view = {
  /** @type {number | undefined} */
  lane: undefined,
  isFollowing: true,
  isHex: false,
  hasCalls: true,
  /** @type {Set<string>} */
  opened: new Set(),
  /** A key of the conversation on the screen, to notice changes. */
  shown: "",
  log: -1,
  isWaiting: false,
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer: undefined,
};

/** @returns {import("./store.js").Lane | undefined} */
function currentLane() {
  return view.lane === undefined ? undefined : store.lanes.get(view.lane);
}

/** @param {number} id */
function select(id) {
  view.isFollowing = false;
  show(id);
  refresh();
}

/** @param {number | undefined} id */
function show(id) {
  if (id === view.lane) return;
  view.lane = id;
  view.opened.clear();
  cursor.clear();
}

/** Shows everything anew, once per frame at most. */
function refresh() {
  if (view.isWaiting) return;
  view.isWaiting = true;
  requestAnimationFrame(() => {
    view.isWaiting = false;
    if (view.isFollowing) show([...store.lanes.keys()].at(-1));
    list.show(store.lanes);
    list.select(view.lane);
    find("follow").setAttribute("aria-pressed", String(view.isFollowing));
    find("hex").setAttribute("aria-pressed", String(view.isHex));
    find("calls").setAttribute("aria-pressed", String(view.hasCalls));
    refreshConversation();
    refreshServer();
  });
}

/** News may come many times a second; keys are followed at once. */
function refreshSoon() {
  view.timer ??= setTimeout(() => {
    view.timer = undefined;
    refresh();
  }, NEWS_MS);
}

function refreshConversation() {
  const lane = currentLane();
  const { isHex, hasCalls, opened } = view;
  const key = [lane?.info.id, lane?.version, isHex, hasCalls, [...opened]]
    .join();
  if (key === view.shown) return;
  view.shown = key;
  find("bytes").replaceChildren(
    ...lane ? showConversation(lane, { isHex, hasCalls, opened }) : [],
  );
  cursor.refresh();
}

function refreshServer() {
  const { state, detail } = store.server;
  const element = find("server-state");
  element.textContent = detail === "" ? state : `${state}: ${detail}`;
  // What a server that never listened has printed is all that there is to see.
  const hasFailed = state === "ended" && element.dataset.state !== "ended";
  if (hasFailed && store.lanes.size === 0) showView("log");
  element.dataset.state = state;
  if (view.log === store.version) return;
  view.log = store.version;
  // A stack that the server has escaped, to keep its log line by line.
  const text = store.log.join("\n").replaceAll(/\\n(?= +at )/g, "\n") ||
    "The server has printed nothing.";
  find("view-log").replaceChildren(make("pre.log", {}, text));
}

find("bytes").addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const key = target.closest("[data-more]")?.closest("[data-key]");
  if (!(key instanceof HTMLElement)) return;
  view.opened.add(`${key.dataset.key}`);
  refresh();
});

const { others } = about;
bindKeys(
  makeBindings({ view, list, cursor, editor, others, currentLane, refresh }),
);
setUpTabs();
find("relay-url").textContent = `http://127.0.0.1:${about.relayPort}/`;
find("server-name").textContent = `${
  about.isReference ? "reference, " : ""
}${about.file}`;

const events = new EventSource("/events");
events.addEventListener("message", (event) => {
  store.apply(JSON.parse(event.data));
  refreshSoon();
});
events.addEventListener("error", () => {
  store.server = { state: "ended", detail: "the lab does not answer" };
  refresh();
});
