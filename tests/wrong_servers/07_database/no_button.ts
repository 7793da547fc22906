/**
 * @wrong Has a form without a button.
 * @replaces solutions/07_database/page.ts
 * @rejectedBy task 1 · GET / is answered with a page that has the form
 * @saying the form has no button
 *
 * @module
 */

import {
  type PageContent,
  renderPage as original,
} from "../../../solutions/07_database/page.ts";

export type { PageContent };

export function renderPage(content: PageContent): string {
  return original(content).replace(/<button.*?<\/button>/, "");
}
