/**
 * @wrong Takes the server's address for the client's in REMOTE_HOST.
 * @replaces solutions/04_cgi/meta_variables.ts
 * @rejectedBy task 6 · a program learns who talks to whom
 * @saying this is the server's address
 *
 * @module
 */

import { metaVariables as makeWell } from "../../../solutions/04_cgi/meta_variables.ts";

export * from "../../../solutions/04_cgi/meta_variables.ts";

export function metaVariables(
  ...[request, script, length]: Parameters<typeof makeWell>
): Record<string, string> {
  const variables = makeWell(request, script, length);
  return { ...variables, REMOTE_HOST: request.localAddr.hostname };
}
