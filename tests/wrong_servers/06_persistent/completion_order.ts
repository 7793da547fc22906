/**
 * @wrong Runs the handlers side by side, and answers in the order in which they
 * are done.
 * @rejectedBy task 4 · a slow answer is not overtaken by a fast one
 * @saying answer 1 of 4
 *
 * @module
 */

import { writeAll } from "../../../solutions/01_tcp/write_all.ts";
import { serveTcp } from "../../../solutions/01_tcp.ts";
import { ByteReader } from "../../../solutions/02_http/byte_reader.ts";
import { resolveOptions } from "../../../solutions/02_http/options.ts";
import {
  readRequestRest,
  readRequestStart,
} from "../../../solutions/02_http/request.ts";
import type {
  HttpHandler,
  HttpRequest,
  ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";

export * from "../../../solutions/06_persistent.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return serveTcp(options, async (connection) => {
    async function answer(request: HttpRequest): Promise<void> {
      const { status, body } = await handler(request);
      const content = `${body ?? ""}`;
      const head = `HTTP/1.1 ${status} OK\r\n` +
        `Content-Length: ${content.length}\r\n\r\n`;
      const bytes = new TextEncoder().encode(head + content);
      // The client may be gone before the last handler is done.
      await writeAll(connection, bytes).catch(() => {});
    }
    const limits = { ...resolveOptions(options), connection };
    const reader = new ByteReader(connection);
    const answering: Promise<void>[] = [];
    for (;;) {
      const start = await readRequestStart(reader, limits);
      if (start === undefined) break;
      const request = await readRequestRest(start, limits);
      answering.push(answer(request));
    }
    await Promise.all(answering);
  });
}
