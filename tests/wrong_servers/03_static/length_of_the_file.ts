/**
 * @wrong Says the length of the file where it sends a part.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 20 · a large range arrives whole and in order
 * @saying the length of a stream has to come from you
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
  const response = await sendWell(request, path, name);
  const { size } = await Deno.stat(path);
  const headers = { ...response.headers, "Content-Length": `${size}` };
  return { ...response, headers };
}
