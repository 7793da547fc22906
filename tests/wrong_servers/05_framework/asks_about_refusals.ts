/**
 * @wrong Asks onError about requests that the bridge refuses, too.
 * @rejectedBy task 39 · neither the handler nor onError is asked
 * @saying onError is asked: it answers only for errors of the handler
 *
 * @module
 */

import { serveHttp } from "../../../solutions/02_http.ts";
import {
  type FetchHandler,
  type ServeFetchOptions,
  type Server,
  toHttpHandler,
} from "../../../solutions/05_framework.ts";

export * from "../../../solutions/05_framework.ts";

export function serve(
  { onError, ...options }: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  const answer = toHttpHandler(handler);
  return serveHttp(options, async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      if (!onError) throw error;
      return await toHttpHandler(() => onError(error))({
        ...request,
        headers: new Headers(),
      });
    }
  });
}
