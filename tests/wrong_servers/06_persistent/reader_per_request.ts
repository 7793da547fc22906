/**
 * @wrong Reads every request with a reader of its own, and so loses the bytes of
 * the next one that have arrived.
 * @rejectedBy task 4 · requests that arrive together are answered in order
 * @saying 2 in one write: request 2: the server sent nothing more
 *
 * @module
 */

import { writeAll } from "../../../solutions/01_tcp/write_all.ts";
import { serveTcp } from "../../../solutions/01_tcp.ts";
import { readRequest } from "../../../solutions/02_http/request.ts";
import type {
  HttpHandler,
  ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";

export * from "../../../solutions/06_persistent.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return serveTcp(options, async (connection) => {
    for (;;) {
      const request = await readRequest(connection, options);
      if (request === undefined) return;
      const { status, body } = await handler(request);
      const content = `${body ?? ""}`;
      const head = `HTTP/1.1 ${status} OK\r\n` +
        `Content-Length: ${content.length}\r\n\r\n`;
      await writeAll(connection, new TextEncoder().encode(head + content));
    }
  });
}
