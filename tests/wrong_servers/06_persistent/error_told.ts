/**
 * @wrong Tells the client what a handler has thrown.
 * @rejectedBy task 8 · 500 tells the client nothing, and the log everything
 * @saying the body contains "tuna"
 *
 * @module
 */

import { HttpError } from "../../../solutions/02_http/types.ts";
import {
  type HttpHandler,
  serveHttp as serveWell,
  type ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";

export * from "../../../solutions/06_persistent.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return serveWell(options, async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      if (error instanceof HttpError) throw error;
      return { status: 500, body: `${error}` };
    }
  });
}
