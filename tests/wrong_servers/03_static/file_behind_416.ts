/**
 * @wrong Opens a file to see its size, and keeps it open where it answers 416.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 19 · the file is closed after every answer
 * @saying answered-with-416.txt is still open
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
  const file = await Deno.open(path);
  const response = await sendWell(request, path, name);
  if (response.status !== 416) file.close();
  return response;
}
