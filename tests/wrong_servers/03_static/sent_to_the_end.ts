/**
 * @wrong Sends a file up to its end, wherever that is by then.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 29 · a file that grows while it is sent ends as promised
 * @saying the file is sent up to its end, and that has moved
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";

export async function sendFile(_request: HttpRequest, path: string) {
  const file = await Deno.open(path);
  const { size } = await file.stat();
  const headers = { "Content-Length": `${size}` };
  return { status: 200, headers, body: file.readable };
}
