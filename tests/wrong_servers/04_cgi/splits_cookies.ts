/**
 * @wrong Takes a comma between cookies for one that has joined two fields.
 * @replaces solutions/04_cgi/meta_variables.ts
 * @rejectedBy task 9 · a value is not split at a comma
 * @saying HTTP_COOKIE is "note=tea; sugar=two"
 *
 * @module
 */

import { metaVariables as makeWell } from "../../../solutions/04_cgi/meta_variables.ts";

export * from "../../../solutions/04_cgi/meta_variables.ts";

export function metaVariables(
  ...[request, script, length]: Parameters<typeof makeWell>
): Record<string, string> {
  const variables = makeWell(request, script, length);
  const cookie = variables.HTTP_COOKIE;
  if (cookie === undefined) return variables;
  const split = cookie.replace(/, (?=[^\s",;=]+=)/g, "; ");
  return { ...variables, HTTP_COOKIE: split };
}
