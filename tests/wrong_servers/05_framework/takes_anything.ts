/**
 * @wrong Sends any object that has the properties of a Response.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 19 · anything else is answered 500, and logged
 * @saying an object: status 200 instead of 500
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";

export function checkResponse(response: Response): Response {
  return response;
}

export function fromResponse(response: Response): HttpResponse {
  const { status, headers, body } = response;
  return { status, headers, body };
}
