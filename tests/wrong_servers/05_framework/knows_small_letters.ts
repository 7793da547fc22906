/**
 * @wrong Knows the coding gzip, but not GZIP.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 17 · a decoded body leaves without its coding
 * @saying GZIP:
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { fromResponse as convert } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { status, headers, body } = await convert(response);
  if (response.headers.get("Content-Encoding") === "GZIP") {
    return { status, headers: response.headers, body };
  }
  return { status, headers, body };
}
