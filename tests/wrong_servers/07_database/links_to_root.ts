/**
 * @wrong Has links that lead to /, wherever it stands.
 * @replaces solutions/07_database/page.ts
 * @rejectedBy task 17 · the form, the links and the 303 lead to options.path
 * @saying is "/?page=2" instead of "/book?page=2"
 *
 * @module
 */

import {
  type PageContent,
  renderPage as original,
} from "../../../solutions/07_database/page.ts";

export type { PageContent };

export function renderPage(content: PageContent): string {
  return original(content).replaceAll('href="?page', 'href="/?page');
}
