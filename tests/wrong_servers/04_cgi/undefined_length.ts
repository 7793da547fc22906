/**
 * @wrong Sets CONTENT_LENGTH for every request, to "undefined" if need be.
 * @replaces solutions/04_cgi/meta_variables.ts
 * @rejectedBy task 4 · without a body stdin is empty
 * @saying `${undefined}` is "undefined": leave the variable out
 *
 * @module
 */

import { metaVariables as makeWell } from "../../../solutions/04_cgi/meta_variables.ts";

export * from "../../../solutions/04_cgi/meta_variables.ts";

export function metaVariables(
  ...[request, script, length]: Parameters<typeof makeWell>
): Record<string, string> {
  const variables = makeWell(request, script, length);
  return { ...variables, CONTENT_LENGTH: `${length}` };
}
