/**
 * @wrong Makes a plain object of the fields, which has each name once.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 13 · each Set-Cookie has a line of its own
 * @saying one value per name is kept
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { fromResponse as convert } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { status, body } = await convert(response);
  return { status, headers: Object.fromEntries(response.headers), body };
}
