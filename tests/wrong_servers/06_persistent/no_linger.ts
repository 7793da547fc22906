/**
 * @wrong Closes a connection right after its last answer, read or not.
 * @rejectedBy task 11 · your accept loop does all that serveTcp did
 * @saying a client that still sends can read the last answer: the server closed
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
      accept: async () => closeAtOnce(await accept.call(listener)),
    });
  }) as typeof Deno.listen;
  try {
    return serveWell(options, handler);
  } finally {
    Deno.listen = listen;
  }
}

function closeAtOnce(connection: Deno.TcpConn): Deno.TcpConn {
  let isOpen = true;
  const { close } = connection;
  const closeOnce = () => {
    if (isOpen) close.call(connection);
    isOpen = false;
  };
  return Object.assign(connection, {
    close: closeOnce,
    closeWrite: () => Promise.resolve(closeOnce()),
  });
}
