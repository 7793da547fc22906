/**
 * @wrong Has a form of a kind that it does not take itself.
 * @replaces solutions/07_database/page.ts
 * @rejectedBy task 1 · the form is sent to / with POST
 * @saying leave it out
 *
 * @module
 */

import {
  type PageContent,
  renderPage as original,
} from "../../../solutions/07_database/page.ts";

export type { PageContent };

export function renderPage(content: PageContent): string {
  return original(content).replace("<form", '<form enctype="text/plain"');
}
