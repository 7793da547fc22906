/**
 * The views of the example site: they make HTML of notes and errors. Everything
 * that a visitor has typed is escaped here, and nowhere else.
 *
 * @module
 */

import { escapeHtml } from "../02_http/escape_html.ts";
import { MAX_LENGTH, type Note } from "./notes.ts";

/**
 * The page with all notes, and the form for one more.
 *
 * @param notes The notes.
 * @returns The page.
 */
export function listView(notes: readonly Note[]): string {
  const items = notes.map(({ id, text }) =>
    `<li><a href="/notes/${id}">${escapeHtml(text)}</a></li>`
  );
  return layout(
    "Notes",
    `<form method="post" action="/notes">
  <label>Note <input name="text" maxlength="${MAX_LENGTH}" required autofocus></label>
  <button>Add</button>
</form>
<ul>
${items.join("\n")}
</ul>
<p><a href="/time">What time is it?</a></p>`,
  );
}

/**
 * The page of one note.
 *
 * @param note The note.
 * @returns The page.
 */
export function noteView({ id, text }: Note): string {
  return layout(
    `Note ${id}`,
    `<p>${escapeHtml(text)}</p>
<form method="post" action="/notes/${id}/delete">
  <button>Delete</button>
</form>
<p><a href="/">All notes</a></p>`,
  );
}

/**
 * The page of an error.
 *
 * @param title What went wrong, in a few words.
 * @param message The same, in a sentence.
 * @returns The page.
 */
export function errorView(title: string, message: string): string {
  return layout(
    title,
    `<p>${escapeHtml(message)}</p>
<p><a href="/">All notes</a></p>`,
  );
}

function layout(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>
body {
  max-width: 40rem;
  margin: 2rem auto;
  padding: 0 1.25rem;
  font: 1.0625rem/1.6 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
input, button {
  font: inherit;
}
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${content}
</body>
</html>
`;
}
