/**
 * @wrong Takes every compressed body for one that fetch has decoded.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 17 · a handler that compresses keeps its coding
 * @saying look at its type
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { fromResponse as convert } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { status, headers, body } = await convert(response);
  const fields = new Headers(headers as [string, string][]);
  if (fields.get("Content-Encoding") === "gzip") {
    fields.delete("Content-Encoding");
  }
  return { status, headers: fields, body };
}
