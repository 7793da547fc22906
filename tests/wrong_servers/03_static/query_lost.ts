/**
 * @wrong Redirects to the directory and loses the query.
 * @rejectedBy task 8 · a directory without its slash is redirected to it
 * @saying the query is lost
 *
 * @module
 */

import {
  type ServeStaticOptions,
  staticFiles,
} from "../../../solutions/03_static.ts";
import { type HttpHandler, serveHttp } from "../../../solutions/02_http.ts";

export { staticFiles };

export function serve(options: ServeStaticOptions = {}) {
  const handler: HttpHandler = staticFiles(options.root!, options);
  return serveHttp(
    options,
    (request) => handler({ ...request, query: undefined }),
  );
}
