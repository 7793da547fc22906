/**
 * @wrong Shows a note as it was typed, with its markup.
 * @replaces solutions/05_framework/views.ts
 * @rejectedBy task 10 · markup in a note is shown as text
 * @saying the body contains "<script>"
 *
 * @module
 */

import type { Note } from "../../../solutions/05_framework/notes.ts";
import { listView as viewCorrectly } from "../../../solutions/05_framework/views.ts";

export { errorView, noteView } from "../../../solutions/05_framework/views.ts";

export function listView(notes: readonly Note[]): string {
  const texts = notes.map(({ text }) => text).join("\n");
  return viewCorrectly(notes).replace("</ul>", () => `</ul>\n${texts}`);
}
