/**
 * The page: what is wrong, if anything, the form, and the entries. Text becomes
 * HTML here and nowhere else; in the database it is what was typed.
 *
 * @module
 */

import { escapeHtml } from "../02_http/escape_html.ts";
import type { Entry, EntryPage, NewEntry } from "./entries.ts";
import { MAX_MESSAGE, MAX_NAME } from "./form.ts";

/** What the style sheet of the site does not know. */
const STYLE = `
      form { margin-bottom: 2rem; }
      label[for="message"] { width: 100%; }
      textarea {
        box-sizing: border-box; width: 100%; min-height: 7rem; padding: 0.9rem;
        border: 1px solid var(--edge); border-radius: 0.5rem;
        background: var(--paper); color: inherit; font: inherit;
      }
      article { border-top: 1px solid var(--line); overflow-wrap: anywhere; }
      article h2 { margin-block: 1rem 0; }
      article p { margin-block: 0.5rem; white-space: pre-wrap; }
      [role="alert"] { color: var(--accent); font-weight: 600; }
    `;

/** What a page shows. */
export interface PageContent {
  /** Where the form is sent. */
  readonly path: string;
  /** What stands in the form; nothing by default. */
  readonly typed?: NewEntry;
  /** What the visitor has to be told; nothing by default. */
  readonly problems?: readonly string[];
  /** The entries; none are shown by default. */
  readonly list?: EntryPage;
  /** The number of the page, from 1; 1 by default. */
  readonly number?: number;
}

/**
 * Renders the page.
 *
 * @param content What it shows.
 * @returns The HTML.
 */
export function renderPage(content: PageContent): string {
  const { path, typed, problems = [], list, number = 1 } = content;
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>The page remembers</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
    <style>${STYLE}</style>
  </head>
  <body>
    <header>
      <h1>The page remembers</h1>
      <p>Write something: it will be here tomorrow.</p>
    </header>
    <main>
      <img src="/test.jpg" width="960" height="540"
        alt="Two sockets, your server and your browser, joined by a cable.">
${problems.map((problem) => `      <p role="alert">${problem}</p>\n`).join("")}\
${renderForm(path, typed)}
${list === undefined ? "" : renderList(list, number)}
    </main>
  </body>
</html>
`;
}

/** The first line end in a textarea does not count, so one is put there. */
function renderForm(path: string, typed?: NewEntry): string {
  const { firstname = "", message = "" } = typed ?? {};
  return `      <form method="post" action="${escapeHtml(path)}">
        <label for="firstname">First name</label>
        <input id="firstname" name="firstname" type="text" required
          maxlength="${MAX_NAME}" autocomplete="given-name"
          value="${escapeHtml(firstname)}">
        <label for="message">Message</label>
        <textarea id="message" name="message" required
          maxlength="${MAX_MESSAGE}">
${escapeHtml(message)}</textarea>
        <button type="submit">Send</button>
      </form>`;
}

function renderList({ entries, hasOlder }: EntryPage, number: number): string {
  if (entries.length === 0) return "      <p>Nobody has written yet.</p>";
  const links: string[] = [];
  if (number > 1) links.push(`<a href="?page=${number - 1}">Newer</a>`);
  if (hasOlder) links.push(`<a href="?page=${number + 1}">Older</a>`);
  const navigation = links.length > 0
    ? [`      <nav>${links.join(" ")}</nav>`]
    : [];
  return [...entries.map(renderEntry), ...navigation].join("\n");
}

/** A bdi keeps a name that is written from right to left from moving the time. */
function renderEntry({ firstname, message, posted }: Entry): string {
  const time = new Date(posted);
  return `      <article>
        <h2><bdi>${escapeHtml(firstname)}</bdi></h2>
        <p>${escapeHtml(message)}</p>
        <p class="note"><time datetime="${time.toISOString()}">${time.toUTCString()}</time></p>
      </article>`;
}
