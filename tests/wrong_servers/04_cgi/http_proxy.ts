/**
 * @wrong Makes a variable of every field, and HTTP_PROXY is one that means
 * something else.
 * @replaces solutions/04_cgi/meta_variables.ts
 * @rejectedBy task 25 · dangerous fields do not become variables
 * @saying HTTP_PROXY is "http://evil.example/"
 *
 * @module
 */

import { metaVariables as makeWell } from "../../../solutions/04_cgi/meta_variables.ts";

export * from "../../../solutions/04_cgi/meta_variables.ts";

export function metaVariables(
  ...[request, script, length]: Parameters<typeof makeWell>
): Record<string, string> {
  const variables = makeWell(request, script, length);
  for (const [name, value] of request.headers) {
    variables[`HTTP_${name.toUpperCase().replaceAll("-", "_")}`] ??= value;
  }
  return variables;
}
