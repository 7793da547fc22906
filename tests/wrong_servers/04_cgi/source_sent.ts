/**
 * @wrong Sends a file that may not be run as the site would.
 * @rejectedBy task 5 · a file that may not be executed is 403, and not shown
 * @saying the body contains "swordfish"
 *
 * @module
 */

import {
  HttpError,
  type HttpHandler,
  serveHttp,
  type Server,
} from "../../../solutions/02_http.ts";
import { staticFiles } from "../../../solutions/03_static.ts";
import {
  cgi as cgiWell,
  type CgiOptions,
  type ServeCgiOptions,
} from "../../../solutions/04_cgi.ts";

export function cgi(options: CgiOptions, site: HttpHandler): HttpHandler {
  const runPrograms = cgiWell(options, site);
  return async (request) => {
    try {
      return await runPrograms(request);
    } catch (error) {
      const [, prefix, path] = /^(\/[^/]*)(.*)$/.exec(request.path)!;
      const directory = options.scripts?.[prefix];
      const isForbidden = error instanceof HttpError && error.status === 403;
      if (!isForbidden || directory === undefined) throw error;
      return await staticFiles(directory)({ ...request, path });
    }
  };
}

export function serve(options: ServeCgiOptions = {}): Server {
  const { root = "." } = options;
  return serveHttp(options, cgi(options, staticFiles(root, options)));
}
