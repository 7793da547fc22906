/**
 * The three views, as tabs: arrow keys move between them.
 *
 * @module
 */

import { find } from "./dom.js";

const NAMES = ["conversation", "comparison", "log"];

/** Connects the tabs with their panels. */
export function setUpTabs() {
  NAMES.forEach((name, index) => {
    const tab = find(`tab-${name}`);
    tab.setAttribute("aria-keyshortcuts", String(index + 1));
    tab.addEventListener("click", () => showView(name));
    tab.addEventListener("keydown", ({ key }) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (step === undefined) return;
      const other = NAMES[(index + step + NAMES.length) % NAMES.length];
      showView(other);
      find(`tab-${other}`).focus();
    });
  });
  showView("conversation");
}

/**
 * Shows one view.
 *
 * @param {string} shown Its name.
 */
export function showView(shown) {
  for (const name of NAMES) {
    const isShown = name === shown;
    find(`tab-${name}`).setAttribute("aria-selected", String(isShown));
    find(`tab-${name}`).tabIndex = isShown ? 0 : -1;
    find(`view-${name}`).hidden = !isShown;
  }
}
