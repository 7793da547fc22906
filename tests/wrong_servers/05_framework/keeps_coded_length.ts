/**
 * @wrong Leaves out Content-Encoding of a decoded body, but not Content-Length.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 17 · a decoded body leaves without its coding
 * @saying the Content-Length of the coded body is sent
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { fromResponse as convert } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { status, headers, body } = await convert(response);
  const fields = new Headers(headers as [string, string][]);
  const length = response.headers.get("Content-Length");
  if (length !== null) fields.set("Content-Length", length);
  return { status, headers: fields, body };
}
