/**
 * @wrong Accepts everything that Number() reads as the number of a note.
 * @replaces solutions/05_framework/site.ts
 * @rejectedBy task 24 · any other number is answered 404
 * @saying Number() reads 2e0 and 0x2, too
 *
 * @module
 */

import { site as makeSite } from "../../../solutions/05_framework/site.ts";
import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

export function site(): FetchHandler {
  const handler = makeSite();
  return (request, info) => {
    const id = /\/notes\/(\w+)$/.exec(request.url)?.[1];
    if (id === undefined) return handler(request, info);
    const url = new URL(`/notes/${Number(id)}`, request.url);
    return handler(new Request(url, request), info);
  };
}
