/**
 * The page: connects the stream of events, the views and the keys.
 *
 * @module
 */

import { showComparison } from "./comparison.js";
import { showConversation } from "./conversation.js";
import { Cursor } from "./cursor.js";
import { act, find, make } from "./dom.js";
import { Editor } from "./editor.js";
import { Inspector } from "./inspector.js";
import { bindKeys } from "./keys.js";
import { LaneList } from "./lane_list.js";
import { Store } from "./store.js";
import { setUpTabs, showView } from "./tabs.js";

/** @import { About } from "../about.ts" */

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

/** What is shown, and how. */
const view = {
  /** @type {number | undefined} */
  lane: undefined,
  isFollowing: true,
  isHex: false,
  hasCalls: true,
  /** @type {Set<string>} */
  opened: new Set(),
  /** What is on the screen, to show only what has changed. */
  shown: "",
  log: -1,
  isWaiting: false,
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
  element.dataset.state = state;
  if (view.log === store.version) return;
  view.log = store.version;
  const text = store.log.length > 0
    ? store.log.join("\n")
    : "The server has printed nothing.";
  find("view-log").replaceChildren(make("pre.log", {}, text));
}

/** Sends the message of the editor to all servers. */
async function compare() {
  showView("comparison");
  const box = find("view-comparison");
  box.replaceChildren(
    make("p.empty", { role: "status" }, "Asking the servers …"),
  );
  try {
    showComparison(await act("compare", editor.message), view.isHex);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    box.replaceChildren(make("p.empty", { role: "alert" }, text));
  }
}

/** @param {string} name "replay" or "edit". */
async function withLane(name) {
  const lane = currentLane();
  if (lane === undefined) return;
  try {
    const recorded = await act(name, { lane: lane.info.id });
    if (name === "edit") {
      editor.load(recorded);
      editor.text.focus();
    } else {
      view.isFollowing = true;
      refresh();
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    find("message-note").textContent = text;
  }
}

async function send() {
  view.isFollowing = true;
  showView("conversation");
  await editor.send();
}

/** @param {string} id The element whose text is copied. */
function copy(id) {
  navigator.clipboard.writeText(find(id).textContent ?? "");
}

find("bytes").addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const key = target.closest("[data-more]")?.closest("[data-key]");
  if (!(key instanceof HTMLElement)) return;
  view.opened.add(`${key.dataset.key}`);
  refresh();
});

/** @param {"isFollowing" | "isHex" | "hasCalls"} name */
function toggle(name) {
  view[name] = !view[name];
  refresh();
}

bindKeys([
  {
    key: "f",
    name: "follow new connections",
    button: "follow",
    run: () => toggle("isFollowing"),
  },
  { key: "h", name: "hexadecimal", button: "hex", run: () => toggle("isHex") },
  {
    key: "c",
    name: "calls of the server",
    button: "calls",
    run: () => toggle("hasCalls"),
  },
  { key: "1", name: "conversation", run: () => showView("conversation") },
  { key: "2", name: "comparison", run: () => showView("comparison") },
  { key: "3", name: "output of the server", run: () => showView("log") },
  { key: "l", name: "to the connections", run: () => find("lanes").focus() },
  { key: "j", name: "next connection", run: () => list.move(1) },
  { key: "k", name: "previous connection", run: () => list.move(-1) },
  { key: "b", name: "to the bytes", run: () => find("bytes").focus() },
  { key: "m", name: "next malformed byte", run: () => cursor.nextProblem() },
  {
    key: "i",
    name: "to the explanation",
    run: () => find("inspector").focus(),
  },
  { key: "o", name: "to the presets", run: () => find("preset").focus() },
  { key: "s", name: "to the editor", run: () => find("message").focus() },
  {
    key: "v",
    name: "send to all servers, and compare",
    button: "compare",
    run: () => void compare(),
  },
  {
    key: "r",
    name: "send the request of this connection again",
    button: "replay",
    run: () => void withLane("replay"),
  },
  {
    key: "e",
    name: "edit the request of this connection",
    button: "edit",
    run: () => void withLane("edit"),
  },
  {
    key: "u",
    name: "copy the address",
    button: "copy-url",
    run: () => copy("relay-url"),
  },
  {
    key: "y",
    name: "copy the command",
    button: "copy-command",
    run: () => copy("send-command"),
  },
  {
    key: "x",
    name: "clear",
    button: "clear",
    run: () => void act("clear"),
  },
  {
    key: "t",
    name: "restart the server",
    button: "restart",
    run: () => void act("restart"),
  },
  {
    key: "?",
    name: "this list",
    button: "help",
    run: () => /** @type {HTMLDialogElement} */ (find("keys")).showModal(),
  },
]);

find("send").addEventListener("click", () => void send());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (event.shiftKey) compare();
  else send();
});

setUpTabs();
find("relay-url").textContent = `http://127.0.0.1:${about.relayPort}/`;
find("server-name").textContent = `${
  about.isReference ? "reference, " : ""
}${about.file}`;

const events = new EventSource("/events");
events.addEventListener("message", (event) => {
  store.apply(JSON.parse(event.data));
  refresh();
});
