/**
 * @wrong Sends a field whose value is undefined.
 * @rejectedBy task 2 · the fields of the handler are sent
 * @saying a record with a value that is undefined: there is a field Age
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
    const { headers = {} } = response;
    if (Symbol.iterator in headers) return response;
    const fields = Object.entries(headers).map(
      ([name, value]): [string, string] => [name, `${value}`],
    );
    return { ...response, headers: fields };
  });
}
