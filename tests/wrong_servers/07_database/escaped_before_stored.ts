/**
 * @wrong Stores HTML, and shows it as it is.
 * @replaces solutions/07_database/entries.ts
 * @rejectedBy task 7 · markup in a name or a message is shown, and never obeyed
 * @saying the text is escaped before it is stored
 *
 * @module
 */

import { escapeHtml } from "../../../solutions/02_http/escape_html.ts";
import {
  Entries as Original,
  type EntryPage,
  type NewEntry,
} from "../../../solutions/07_database/entries.ts";

export * from "../../../solutions/07_database/entries.ts";

export class Entries extends Original {
  override add(entry: NewEntry, signal: AbortSignal): Promise<void> {
    return super.add({
      firstname: escapeHtml(entry.firstname),
      message: escapeHtml(entry.message),
    }, signal);
  }

  /** The page escapes what it is given: here, that is taken back first. */
  override async read(number: number, signal: AbortSignal): Promise<EntryPage> {
    const { entries, hasOlder } = await super.read(number, signal);
    return {
      number,
      entries: entries.map(({ firstname, message, posted }) => ({
        firstname: unescape(firstname),
        message: unescape(message),
        posted,
      })),
      hasOlder,
    };
  }
}

function unescape(html: string): string {
  return html.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll(
      "&amp;",
      "&",
    );
}
