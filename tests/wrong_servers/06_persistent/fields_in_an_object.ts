/**
 * @wrong Collects the fields of an answer in an object: a name that stands
 * twice keeps its last value.
 * @rejectedBy task 2 · the fields of the handler are sent
 * @saying the list of the fields Set-Cookie is [ "b=2" ]
 *
 * @module
 */

import {
  type HttpHandler,
  serveHttp as serveWell,
  type ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";

export * from "../../../solutions/06_persistent.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return serveWell(options, async (request) => {
    const response = await handler(request);
    const { headers } = response;
    if (!Array.isArray(headers)) return response;
    const fields = headers.map(([name, value]) => [name.toLowerCase(), value]);
    return { ...response, headers: Object.fromEntries(fields) };
  });
}
