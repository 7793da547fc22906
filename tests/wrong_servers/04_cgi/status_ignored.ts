/**
 * @wrong Answers 200 to any Status of the program.
 * @replaces solutions/04_cgi/script_response.ts
 * @rejectedBy task 12 · Status is the status of the answer, and not a field
 * @saying Status: 404 Not Found: status 200 instead of 404
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
  return "target" in answer ? answer : { ...answer, status: 200 };
}
