/**
 * @wrong Keeps the page with a name, and answers everybody with it.
 * @replaces solutions/02_http/form_site.ts
 * @rejectedBy task 3 · the next client gets the page without the name
 * @saying a variable that all connections share
 *
 * @module
 */

import { formSite as formSiteWell } from "../../../solutions/02_http/form_site.ts";
import type {
  HttpRequest,
  HttpResponse,
} from "../../../solutions/02_http/types.ts";

let page: HttpResponse | undefined;

export async function formSite(request: HttpRequest): Promise<HttpResponse> {
  const response = await formSiteWell(request);
  if (request.method === "POST" && response.status === 200) page = response;
  return request.method === "GET" && request.path === "/" && page
    ? page
    : response;
}
