/**
 * @wrong Decodes the body, and then what it finds there once more.
 * @replaces solutions/02_http/form_site.ts
 * @rejectedBy task 3 · the name is decoded as forms encode it, once
 * @saying the name is decoded twice
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
  const { body } = new Response(decodeURIComponent(submitted));
  return formSiteWell({ ...request, body });
}
