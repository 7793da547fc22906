/**
 * @wrong Shows a note as it was typed, markup and all.
 * @replaces solutions/05_framework/views.ts
 * @rejectedBy task 10 · markup in a note is shown as text
 * @saying the body contains "<script>"
 *
 * @module
 */

import type { Note } from "../../../solutions/05_framework/notes.ts";
import { listView as viewWell } from "../../../solutions/05_framework/views.ts";

export { errorView, noteView } from "../../../solutions/05_framework/views.ts";

export function listView(notes: readonly Note[]): string {
  const texts = notes.map(({ text }) => text).join("\n");
  return viewWell(notes).replace("</ul>", () => `</ul>\n${texts}`);
}
