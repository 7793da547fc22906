/**
 * @wrong Decodes a path before it splits it, so that %2F becomes a slash.
 * @rejectedBy task 7 · an encoded slash separates nothing
 * @saying the path is decoded before it is split
 *
 * @module
 */

import {
  type ServeStaticOptions,
  staticFiles as staticFilesWell,
} from "../../../solutions/03_static.ts";
import { type HttpHandler, serveHttp } from "../../../solutions/02_http.ts";

export function staticFiles(root: string | URL): HttpHandler {
  const handler = staticFilesWell(root);
  return (request) => {
    const path = encodeURI(decodeURIComponent(request.path))
      .replaceAll("#", "%23").replaceAll("?", "%3F");
    return handler({ ...request, path });
  };
}

export function serve(options: ServeStaticOptions = {}) {
  return serveHttp(options, staticFiles(options.root!));
}
