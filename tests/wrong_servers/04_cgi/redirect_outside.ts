/**
 * @wrong Sends the client to a Location that is on this server.
 * @replaces solutions/04_cgi/script_response.ts
 * @rejectedBy task 31 · a Location on this server is answered from there
 * @saying to-site: status 302 instead of 200
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
  if (!("target" in answer)) return answer;
  return { status: 302, headers: [["Location", answer.location]] };
}
