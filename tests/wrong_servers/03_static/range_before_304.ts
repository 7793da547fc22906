/**
 * @wrong Sends a range to a client that has the whole file.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 15 · a client that has the file is sent no part of it
 * @saying Range is evaluated before If-None-Match
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { sendFile as sendWell } from "../../../solutions/03_static/file_response.ts";

export function sendFile(request: HttpRequest, path: string, name: string) {
  const headers = new Headers(request.headers);
  if (headers.has("Range")) headers.delete("If-None-Match");
  return sendWell({ ...request, headers }, path, name);
}
