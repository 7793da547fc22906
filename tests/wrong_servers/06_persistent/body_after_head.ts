/**
 * @wrong Takes HEAD for GET, and sends the body.
 * @rejectedBy task 1 · an answer that has no body leaves none behind
 * @saying HEAD /: the response is malformed: no status-line
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
  const { listen } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const { accept } = listener;
    return Object.assign(listener, {
      accept: async () => readGet(await accept.call(listener)),
    });
  }) as typeof Deno.listen;
  try {
    return serveWell(options, handler);
  } finally {
    Deno.listen = listen;
  }
}

function readGet(connection: Deno.TcpConn): Deno.TcpConn {
  const { read } = connection;
  return Object.assign(connection, {
    async read(buffer: Uint8Array<ArrayBuffer>) {
      const count = await read.call(connection, buffer);
      if (count === null) return null;
      const text = new TextDecoder().decode(buffer.subarray(0, count));
      const heard = text.replace(/^HEAD /, "GET ");
      return new TextEncoder().encodeInto(heard, buffer).written;
    },
  });
}
