/**
 * @wrong Reads every file as text.
 * @rejectedBy task 1 · a file is sent byte for byte
 * @saying the file is read as text
 *
 * @module
 */

import {
  serve as serveWell,
  type ServeStaticOptions,
  staticFiles,
} from "../../../solutions/03_static.ts";
import { type HttpHandler, serveHttp } from "../../../solutions/02_http.ts";

export { staticFiles };

export function serve(options: ServeStaticOptions = {}) {
  const { root } = options;
  if (root === undefined) return serveWell(options);
  const handler: HttpHandler = async ({ path }) => ({
    status: 200,
    body: await Deno.readTextFile(`${root}${path}`),
  });
  return serveHttp(options, handler);
}
