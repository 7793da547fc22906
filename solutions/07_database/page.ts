/**
 * The page: any problems, the form, and the entries. Text becomes HTML here and
 * nowhere else; the database has it as it was typed.
 *
 * @module
 */

import { escapeHtml } from "../02_http/escape_html.ts";
import type { Entry, EntryPage, NewEntry } from "./entries.ts";
import { MAX_MESSAGE, MAX_NAME } from "./form.ts";

/** Styles that the style sheet of the site does not have. */
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

/** The content of a page. */
export interface PageContent {
  /** Where the form is sent to. */
  readonly path: string;
  /** The contents of the form; empty by default. */
  readonly typed?: NewEntry;
  /** Messages for the visitor; none by default. */
  readonly problems?: readonly string[];
  /** The entries; none by default. */
  readonly list?: EntryPage;
}

/**
 * Renders the page.
 *
 * @param content Its content.
 * @returns The HTML.
 */
export function renderPage(content: PageContent): string {
  const { path, typed, problems = [], list } = content;
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
${list === undefined ? "" : renderList(list)}
    </main>
  </body>
</html>
`;
}

/** Browsers skip the first line end in a textarea, so one is added. */
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

function renderList({ number, entries, hasOlder }: EntryPage): string {
  if (entries.length === 0) return "      <p>There are no entries yet.</p>";
  const links: string[] = [];
  if (number > 1) links.push(`<a href="?page=${number - 1}">Newer</a>`);
  if (hasOlder) links.push(`<a href="?page=${number + 1}">Older</a>`);
  const navigation = links.length > 0
    ? [`      <nav>${links.join(" ")}</nav>`]
    : [];
  return [...entries.map(renderEntry), ...navigation].join("\n");
}

/** With bdi, a name that is written from right to left does not move the time. */
function renderEntry({ firstname, message, posted }: Entry): string {
  return `      <article>
        <h2><bdi>${escapeHtml(firstname)}</bdi></h2>
        <p>${escapeHtml(message)}</p>
        ${renderTime(new Date(posted))}
      </article>`;
}

/** The time in a file may be any number, even one that is too large for a Date. */
function renderTime(time: Date): string {
  return Number.isNaN(time.getTime())
    ? `<p class="note">at an unknown time</p>`
    : `<p class="note"><time datetime="${time.toISOString()}">${time.toUTCString()}</time></p>`;
}
