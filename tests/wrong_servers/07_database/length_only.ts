/**
 * @wrong Believes that a form without a length is short.
 * @replaces solutions/07_database/form.ts
 * @rejectedBy task 19 · a form of more than 65536 bytes is answered 413
 * @saying in chunks: status 422 instead of 413
 *
 * @module
 */

import {
  HttpError,
  type HttpRequest,
} from "../../../solutions/06_persistent.ts";
import type { NewEntry } from "../../../solutions/07_database/entries.ts";

export * from "../../../solutions/07_database/form.ts";

export async function readForm(request: HttpRequest): Promise<NewEntry> {
  const { contentLength = 0, body } = request;
  if (contentLength > 65_536) throw new HttpError(413, "Too long");
  const fields = new URLSearchParams(await new Response(body).text());
  return {
    firstname: fields.get("firstname")?.trim() ?? "",
    message: fields.get("message")?.trim() ?? "",
  };
}
