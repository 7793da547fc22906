/**
 * @wrong Makes a new request for serveDir, without the fields.
 * @rejectedBy task 9 · a range is sent with 206, or refused with 416
 * @saying status 200 instead of 206
 *
 * @module
 */

import { serveDir } from "@std/http/file-server";
import type { Server } from "../../../solutions/02_http.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";
import { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export { serveFetch };

export function serve(options: ServeStdOptions): Server {
  const fsRoot = `${options.root}`;
  return serveFetch(options, ({ method, url }) => {
    return serveDir(new Request(url, { method }), { fsRoot, quiet: true });
  });
}
