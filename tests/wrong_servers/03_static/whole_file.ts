/**
 * @wrong Reads the whole file even if a part of it is asked for.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 19 · any range of a file of 1 TiB can be had
 * @saying the whole file is read, and then cut
 * @varying the stack of the error
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { parseRange } from "../../../solutions/03_static/range.ts";

export async function sendFile({ headers }: HttpRequest, path: string) {
  const content = await Deno.readFile(path);
  const size = content.length;
  const range = parseRange(headers.get("range"), size);
  if (range === undefined) return { status: 200, body: content };
  if (range === "unsatisfiable") return { status: 416 };
  const { first, last } = range;
  return {
    status: 206,
    headers: { "Content-Range": `bytes ${first}-${last}/${size}` },
    body: content.slice(first, last + 1),
  };
}
