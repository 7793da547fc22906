/**
 * @wrong Sends Location on, and does not make a redirect of it.
 * @replaces solutions/04_cgi/script_response.ts
 * @rejectedBy task 13 · a Location with a scheme is 302
 * @saying found: status 200 instead of 302
 *
 * @module
 */

import {
  type ClientAnswer,
  interpretFields as interpretWell,
  type LocalRedirect,
} from "../../../solutions/04_cgi/script_response.ts";

export function interpretFields(
  fields: Parameters<typeof interpretWell>[0],
): ClientAnswer | LocalRedirect {
  const answer = interpretWell(fields);
  const hasStatus = fields.some(([name]) => name === "status");
  if ("target" in answer || hasStatus) return answer;
  return { ...answer, status: 200 };
}
