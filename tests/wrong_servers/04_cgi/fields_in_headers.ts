/**
 * @wrong Keeps the fields in `Headers`, which sorts and joins them.
 * @replaces solutions/04_cgi/script_response.ts
 * @rejectedBy task 11 · all fields are sent on, one line each, in their order
 * @saying the fields differ from those of the program
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
  if ("target" in answer) return answer;
  return { ...answer, headers: [...new Headers(answer.headers)] };
}
