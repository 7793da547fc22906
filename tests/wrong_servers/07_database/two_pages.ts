/**
 * @wrong Knows of two pages, and links to these.
 * @replaces solutions/07_database/page.ts
 * @rejectedBy task 14 · a page links to the older and the newer entries, if any
 * @saying there is no link to page 3
 *
 * @module
 */

import {
  type PageContent,
  renderPage as original,
} from "../../../solutions/07_database/page.ts";

export type { PageContent };

export function renderPage(content: PageContent): string {
  return original(content)
    .replace(/\?page=\d+">Newer/, '?page=1">Newer')
    .replace(/\?page=\d+">Older/, '?page=2">Older');
}
