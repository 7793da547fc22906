/**
 * The commands of keys and buttons.
 *
 * @module
 */

import { showComparison } from "./comparison.js";
import { act, find, make } from "./dom.js";
import { makeFocusBindings } from "./focus_keys.js";
import { showOverview } from "./overview.js";
import { showView } from "./tabs.js";

/** @import { Cursor } from "./cursor.js" */
/** @import { Editor } from "./editor.js" */
/** @import { Binding } from "./keys.js" */
/** @import { LaneList } from "./lane_list.js" */
/** @import { Lane } from "./store.js" */

/**
 * The state of the page.
 *
 * @typedef {object} View
 * @property {number | undefined} lane The connection that is shown.
 * @property {boolean} isFollowing Whether the newest one is shown.
 * @property {boolean} isHex Whether bytes are shown in hexadecimal.
 * @property {boolean} hasCalls Whether the calls of the server are shown.
 */

/**
 * The parts of the page that commands work on.
 *
 * @typedef {object} Page
 * @property {View} view The state of the page.
 * @property {LaneList} list The connections.
 * @property {Cursor} cursor The byte that is looked at.
 * @property {Editor} editor The editor.
 * @property {() => Lane | undefined} currentLane The connection that is shown.
 * @property {readonly string[]} others The servers to compare with.
 * @property {() => void} refresh Shows everything anew.
 */

/**
 * Lists the keys.
 *
 * @param {Page} page The page.
 * @returns {Binding[]} The command of each key.
 */
export function makeBindings(page) {
  const { view, list, cursor, editor, refresh } = page;
  /** @param {"isFollowing" | "isHex" | "hasCalls"} name */
  function toggle(name) {
    view[name] = !view[name];
    refresh();
  }
  find("send").addEventListener("click", () => void send(page));
  find("send").setAttribute("aria-keyshortcuts", "Control+Enter");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (event.shiftKey) compare(editor, view.isHex);
    else send(page);
  });
  return [
    ...makeFocusBindings(),
    {
      key: "f",
      name: "follow new connections",
      button: "follow",
      run: () => toggle("isFollowing"),
    },
    {
      key: "h",
      name: "hexadecimal",
      button: "hex",
      run: () => toggle("isHex"),
    },
    {
      key: "c",
      name: "calls of the server",
      button: "calls",
      run: () => toggle("hasCalls"),
    },
    { key: "1", name: "conversation", run: () => showView("conversation") },
    { key: "2", name: "comparison", run: () => showView("comparison") },
    { key: "3", name: "output of the server", run: () => showView("log") },
    { key: "j", name: "next connection", run: () => list.move(1) },
    { key: "k", name: "previous connection", run: () => list.move(-1) },
    { key: "m", name: "next malformed byte", run: () => cursor.nextProblem() },
    {
      key: "v",
      name: "send to all servers, and compare",
      button: "compare",
      run: () => void compare(editor, view.isHex),
    },
    {
      key: "w",
      name: "send all presets to all servers, and compare",
      button: "compare-all",
      run: () => compareAll(page),
    },
    {
      key: "r",
      name: "send the request of this connection again",
      button: "replay",
      run: () => void replay(page),
    },
    {
      key: "e",
      name: "edit the request of this connection",
      button: "edit",
      run: () => void edit(page),
    },
    {
      key: "u",
      name: "copy the address",
      button: "copy-url",
      run: () => void tryTo(() => copy("relay-url")),
    },
    {
      key: "y",
      name: "copy the command",
      button: "copy-command",
      run: () => void tryTo(() => copy("send-command")),
    },
    {
      key: "x",
      name: "clear",
      button: "clear",
      run: () => void tryTo(() => act("clear")),
    },
    {
      key: "t",
      name: "restart the server",
      button: "restart",
      run: () => void tryTo(() => act("restart")),
    },
    {
      key: "?",
      name: "this list",
      button: "help",
      run: () => /** @type {HTMLDialogElement} */ (find("keys")).showModal(),
    },
  ];
}

/**
 * Sends the message of the editor, and shows what becomes of it.
 *
 * @param {Page} page
 */
async function send({ view, editor }) {
  view.isFollowing = true;
  showView("conversation");
  await editor.send();
}

/**
 * Sends the message of the editor to all servers.
 *
 * @param {Editor} editor @param {boolean} isHex
 */
async function compare(editor, isHex) {
  showView("comparison");
  const box = find("view-comparison");
  const waiting = make("p.empty", { role: "status" }, "Asking the servers …");
  box.replaceChildren(waiting);
  try {
    box.replaceChildren(
      showComparison(await act("compare", editor.message), isHex),
    );
  } catch (error) {
    box.replaceChildren(make("p.empty", { role: "alert" }, messageOf(error)));
  }
}

/**
 * Sends all presets to all servers.
 *
 * @param {Page} page
 */
function compareAll({ view, editor, others }) {
  showView("comparison");
  const [judge = "another server"] = others;
  const table = showOverview(editor.presets, judge, (preset) => {
    editor.fill(preset);
    compare(editor, view.isHex);
  });
  find("view-comparison").replaceChildren(table);
}

/**
 * Sends the request of a connection again, as it came.
 *
 * @param {Page} page
 */
async function replay({ view, currentLane, refresh }) {
  const lane = currentLane();
  if (lane === undefined) return;
  await tryTo(() => act("replay", { lane: lane.info.id }));
  view.isFollowing = true;
  refresh();
}

/**
 * Takes the request of a connection into the editor.
 *
 * @param {Page} page
 */
async function edit({ editor, currentLane }) {
  const lane = currentLane();
  if (lane === undefined) return;
  await tryTo(async () => {
    editor.load(await act("edit", { lane: lane.info.id }));
    editor.text.focus();
  });
}

/** @param {() => Promise<unknown>} action */
async function tryTo(action) {
  try {
    await action();
  } catch (error) {
    find("message-note").textContent = messageOf(error);
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} id The element whose text is copied. */
function copy(id) {
  return navigator.clipboard.writeText(find(id).textContent ?? "");
}
