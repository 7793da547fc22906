/**
 * The keys of the page. Single keys can be switched off, and never work in a
 * text field.
 *
 * @module
 */

import { find, make } from "./dom.js";

/**
 * A key and its command.
 *
 * @typedef {object} Binding
 * @property {string} key As `KeyboardEvent.key`.
 * @property {string} name Its description, for the list.
 * @property {() => void} run Does it.
 * @property {string} [button] The id of the button that does the same.
 * @property {string} [target] The id of what it leads to.
 */

/**
 * Listens to keys, and connects buttons with their commands.
 *
 * @param {readonly Binding[]} bindings The keys.
 */
export function bindKeys(bindings) {
  const dialog = /** @type {HTMLDialogElement} */ (find("keys"));
  const areOn = /** @type {HTMLInputElement} */ (find("keys-on"));
  find("close-keys").addEventListener("click", () => dialog.close());
  for (const { button, target, run, key, name } of bindings) {
    if (button) find(button).addEventListener("click", run);
    const control = button ?? target;
    if (control) find(control).setAttribute("aria-keyshortcuts", key);
    find("key-list").append(
      make("dt", {}, make("kbd", {}, key)),
      make("dd", {}, name),
    );
  }
  // For a screen reader, the attributes above name the keys.
  for (const key of document.querySelectorAll(":is(button, label, h2) > kbd")) {
    key.setAttribute("aria-hidden", "true");
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTextField(event.target)) {
      find("bytes").focus();
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!areOn.checked || dialog.open || isTextField(event.target)) return;
    const binding = bindings.find(({ key }) => key === event.key);
    if (binding === undefined) return;
    event.preventDefault();
    binding.run();
  });
}

/** @param {EventTarget | null} target */
function isTextField(target) {
  return target instanceof HTMLElement &&
    target.closest("input, textarea, select") !== null;
}
