/**
 * The keys that lead to a place of the page.
 *
 * @module
 */

import { find } from "./dom.js";

/** @import { Binding } from "./keys.js" */

/** The places that keys lead to. */
const PLACES = {
  l: ["lanes", "the connections"],
  b: ["bytes", "the bytes"],
  i: ["inspector", "the explanation"],
  s: ["message", "the message"],
  o: ["preset", "the presets"],
  p: ["pieces", "the pieces"],
  n: ["split", "the offset of the split"],
  d: ["delay", "the delay"],
  a: ["end", "what follows the message"],
  z: ["copies", "the number of connections"],
};

/**
 * Lists the keys.
 *
 * @returns {Binding[]} Where each key leads.
 */
export function makeFocusBindings() {
  return Object.entries(PLACES).map(([key, [id, name]]) => ({
    key,
    name: `go to ${name}`,
    target: id,
    run: () => find(id).focus(),
  }));
}
