/**
 * @wrong Requires Content-Type, even next to Status.
 * @replaces solutions/04_cgi/script_response.ts
 * @rejectedBy task 12 · a Status needs no Content-Type
 * @saying Content-Type is required
 *
 * @module
 */

import { ScriptError } from "../../../solutions/04_cgi/script_error.ts";
import {
  type ClientAnswer,
  interpretFields as interpretWell,
  type LocalRedirect,
} from "../../../solutions/04_cgi/script_response.ts";

export function interpretFields(
  fields: Parameters<typeof interpretWell>[0],
): ClientAnswer | LocalRedirect {
  if (fields.every(([name]) => name.toLowerCase() !== "content-type")) {
    throw new ScriptError("Cannot find Content-Type");
  }
  return interpretWell(fields);
}
