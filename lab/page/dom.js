/**
 * Makes elements. Text from clients and servers only ever becomes text nodes.
 *
 * @module
 */

/**
 * Finds an element of the page.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id Its id.
 * @returns {T} The element.
 */
export function find(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/**
 * Makes an element.
 *
 * @param {string} name Its name, with classes: "span.part.method".
 * @param {Record<string, string | number | boolean | undefined>} attributes Its
 * attributes; those that are false or undefined are left out.
 * @param {...(Node | string)} children Its content; strings become text.
 * @returns {HTMLElement} The element.
 */
export function make(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Asks the lab to do something.
 *
 * @param {string} action What: "send".
 * @param {unknown} argument Its argument.
 * @returns {Promise<any>} The answer of the lab.
 */
export async function act(action, argument = {}) {
  const response = await fetch(`/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(argument),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/**
 * A number of bytes for people.
 *
 * @param {number} count How many.
 * @returns {string} "78 B", "38.2 KiB".
 */
export function formatSize(count) {
  if (count < 1024) return `${count} B`;
  const kibibytes = count / 1024;
  if (kibibytes < 1024) return `${kibibytes.toFixed(1)} KiB`;
  return `${(kibibytes / 1024).toFixed(1)} MiB`;
}

/**
 * A duration for people.
 *
 * @param {number} milliseconds How long.
 * @returns {string} "0.42 ms", "40 ms", "1.20 s".
 */
export function formatTime(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  if (milliseconds >= 10) return `${milliseconds.toFixed(0)} ms`;
  return `${milliseconds.toFixed(milliseconds < 1 ? 2 : 1)} ms`;
}
