/**
 * @wrong Makes the notes once, for all sites.
 * @replaces solutions/05_framework/site.ts
 * @rejectedBy task 8 · the page shows a form, and the notes that were added
 * @saying the notes stand outside of site(), so that all sites share them
 *
 * @module
 */

import { site as makeWell } from "../../../solutions/05_framework/site.ts";
import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

const handler = makeWell();

export function site(): FetchHandler {
  return handler;
}
