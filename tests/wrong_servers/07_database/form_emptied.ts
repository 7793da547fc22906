/**
 * @wrong Shows an empty form next to the reason of the refusal.
 * @replaces solutions/07_database/page.ts
 * @rejectedBy task 10 · what was typed is in the form again
 * @saying instead of "Ada"
 *
 * @module
 */

import {
  type PageContent,
  renderPage as original,
} from "../../../solutions/07_database/page.ts";

export type { PageContent };

export function renderPage(content: PageContent): string {
  return original({ ...content, typed: undefined });
}
