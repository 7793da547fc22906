/**
 * @wrong Refuses a Location that is not a URI, and applies \s to bytes.
 * @replaces solutions/04_cgi/script_response.ts
 * @rejectedBy task 13 · a Location with a scheme is sent unchanged
 * @saying https://a.example/?q=a|b: status 502 instead of 302
 *
 * @module
 */

import { ScriptError } from "../../../solutions/04_cgi/script_error.ts";
import { interpretFields as interpretWell } from "../../../solutions/04_cgi/script_response.ts";

const LOCATION = /^[^\s"<>\\^`{|}]*$/;

export function interpretFields(fields: Parameters<typeof interpretWell>[0]) {
  for (const [name, value] of fields) {
    if (name === "location" && !LOCATION.test(value)) {
      throw new ScriptError("Cannot redirect");
    }
  }
  return interpretWell(fields);
}
