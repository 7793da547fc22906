/**
 * @wrong Accepts only one spelling of the type of a form.
 * @replaces solutions/05_framework/site.ts
 * @rejectedBy task 25 · the type of a form may have other spellings
 * @saying application/x-www-form-urlencoded;charset=UTF-8: status 415 instead of 303
 *
 * @module
 */

import { site as makeSite } from "../../../solutions/05_framework/site.ts";
import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

export function site(): FetchHandler {
  const handler = makeSite();
  return (request, info) => {
    const type = request.headers.get("Content-Type");
    if (type?.includes(";")) return new Response(null, { status: 415 });
    return handler(request, info);
  };
}
