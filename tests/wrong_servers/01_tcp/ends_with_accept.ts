/**
 * @wrong Accepts no client after the first error of accept().
 * @rejectedBy task 13 · accept() may fail, and the next client is served
 * @saying accept() is not called again after it has thrown
 *
 * @module
 */

import {
  type ConnectionHandler,
  serve as serveWell,
  type ServeOptions,
  type Server,
  serveTcp as serveTcpWell,
} from "../../../solutions/01_tcp.ts";

export function serveTcp(
  options: ServeOptions,
  onConnection: ConnectionHandler,
): Server {
  return withOneFailure(() => serveTcpWell(options, onConnection));
}

export function serve(options: ServeOptions = {}): Server {
  return withOneFailure(() => serveWell(options));
}

/** After a failure, accept() waits until the listener is closed. */
function withOneFailure(start: () => Server): Server {
  const { listen } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const { accept, close } = listener;
    const { promise: closed, reject } = Promise.withResolvers<never>();
    closed.catch(() => {});
    return Object.assign(listener, {
      accept: () => accept.call(listener).catch(() => closed),
      close() {
        close.call(listener);
        reject(new Deno.errors.BadResource("Listener has been closed"));
      },
    });
  }) as typeof Deno.listen;
  try {
    return start();
  } finally {
    Deno.listen = listen;
  }
}
