/**
 * @wrong Waits in the accept loop until a refused client has gone.
 * @rejectedBy task 31 · several refused clients are answered at once
 * @saying the second: the server sent nothing
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
  Deno.listen = ((listenOptions: Deno.TcpListenOptions) => {
    const listener = listen(listenOptions);
    const { accept } = listener;
    let refused: Promise<void> | undefined;
    return Object.assign(listener, {
      async accept() {
        await refused;
        const connection = await accept.call(listener);
        refused = untilGone(connection, options.lingerMs);
        return connection;
      },
    });
  }) as typeof Deno.listen;
  try {
    return serveWell(options, handler);
  } finally {
    Deno.listen = listen;
  }
}

/** Settles when a client has gone that was turned away, at once for others. */
async function untilGone(
  connection: Deno.TcpConn,
  lingerMs = 1000,
): Promise<void> {
  const gone = Promise.withResolvers<void>();
  let isRefused = false;
  const { read, write } = connection;
  Object.assign(connection, {
    async read(buffer: Uint8Array<ArrayBuffer>) {
      const count = await read.call(connection, buffer);
      if (count === null) gone.resolve();
      return count;
    },
    write(bytes: Uint8Array<ArrayBuffer>) {
      const text = new TextDecoder().decode(bytes);
      isRefused ||= text.startsWith("HTTP/1.1 503 ");
      return write.call(connection, bytes);
    },
  });
  // The server answers at once whom it turns away.
  await new Promise((resolve) => setTimeout(resolve, 1));
  if (!isRefused) return;
  setTimeout(gone.resolve, lingerMs);
  await gone.promise;
}
