/**
 * @wrong Decodes percent signs, and leaves the + that stands for a space.
 * @replaces solutions/02_http/form_site.ts
 * @rejectedBy task 3 · the name is decoded as forms encode it, once
 * @saying the + is kept, but in a form it stands for a space
 *
 * @module
 */

import { formSite as formSiteWell } from "../../../solutions/02_http/form_site.ts";
import type {
  HttpRequest,
  HttpResponse,
} from "../../../solutions/02_http/types.ts";

export async function formSite(request: HttpRequest): Promise<HttpResponse> {
  const submitted = await new Response(request.body).text();
  const { body } = new Response(submitted.replaceAll("+", "%2B"));
  return formSiteWell({ ...request, body });
}
