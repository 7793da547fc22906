/**
 * @wrong Compares the client's date with an mtime that has milliseconds.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 13 · a client whose date is not earlier is told so: 304
 * @saying compare whole seconds
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { sendFile as sendWell } from "../../../solutions/03_static/file_response.ts";

export async function sendFile(
  request: HttpRequest,
  path: string,
  name: string,
) {
  const { mtime } = await Deno.stat(path);
  const since = new Date(request.headers.get("if-modified-since") ?? 0);
  const headers = new Headers(request.headers);
  if (mtime! > since) headers.delete("If-Modified-Since");
  return sendWell({ ...request, headers }, path, name);
}
