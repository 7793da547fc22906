/**
 * @wrong Makes the notes once, for all sites.
 * @replaces solutions/05_framework/site.ts
 * @rejectedBy task 9 · every site has notes of its own
 * @saying the notes are outside of site()
 *
 * @module
 */

import { site as makeSite } from "../../../solutions/05_framework/site.ts";
import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

const handler = makeSite();

export function site(): FetchHandler {
  return handler;
}
