/**
 * @wrong Shows a form without a name as what URLSearchParams says of it: null.
 * @replaces solutions/02_http/form_site.ts
 * @rejectedBy task 3 · a form without a first name gets an empty paragraph
 * @saying the name is shown as "null" instead of ""
 *
 * @module
 */

import { formSite as formSiteWell } from "../../../solutions/02_http/form_site.ts";
import type { HttpRequest } from "../../../solutions/02_http/types.ts";

export async function formSite(request: HttpRequest) {
  const response = await formSiteWell(request);
  if (typeof response.body !== "string") return response;
  return { ...response, body: response.body.replace("<p></p>", "<p>null</p>") };
}
