/**
 * @wrong Has no style for the lines of a message.
 * @replaces solutions/07_database/page.ts
 * @rejectedBy task 8 · a message keeps its lines
 * @saying a browser shows the lines as one
 *
 * @module
 */

import {
  type PageContent,
  renderPage as original,
} from "../../../solutions/07_database/page.ts";

export type { PageContent };

export function renderPage(content: PageContent): string {
  return original(content).replace(" white-space: pre-wrap;", "");
}
