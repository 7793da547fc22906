/**
 * @wrong Makes Date once, when the program starts.
 * @replaces solutions/02_http/http_date.ts
 * @rejectedBy task 7 · each answer has a Date of its own
 * @saying Date is made once, when the server starts
 *
 * @module
 */

import { formatHttpDate as formatWell } from "../../../solutions/02_http/http_date.ts";

const DATE = formatWell(Date.now());

export function formatHttpDate(): string | undefined {
  return DATE;
}
