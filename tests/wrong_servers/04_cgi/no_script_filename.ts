/**
 * @wrong Sets the variables of RFC 3875, and no SCRIPT_FILENAME.
 * @replaces solutions/04_cgi/meta_variables.ts
 * @rejectedBy task 8 · SCRIPT_FILENAME is the path of the file
 * @saying SCRIPT_FILENAME is not set
 *
 * @module
 */

import { metaVariables as makeWell } from "../../../solutions/04_cgi/meta_variables.ts";

export * from "../../../solutions/04_cgi/meta_variables.ts";

export function metaVariables(
  ...[request, script, length]: Parameters<typeof makeWell>
): Record<string, string> {
  const variables = makeWell(request, script, length);
  delete variables.SCRIPT_FILENAME;
  return variables;
}
