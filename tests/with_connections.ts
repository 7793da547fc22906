/**
 * Puts something between a server and its connections: what several wrong
 * servers do.
 *
 * @module
 */

/**
 * Starts a server that gets other connections than those of the system.
 *
 * @param wrap Changes a connection that has been accepted.
 * @param start Starts the server; it listens at once.
 * @returns What `start` returns.
 */
export function withConnections<Server>(
  wrap: (connection: Deno.TcpConn) => Deno.TcpConn,
  start: () => Server,
): Server {
  const { listen } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const { accept } = listener;
    return Object.assign(listener, {
      accept: async () => wrap(await accept.call(listener)),
    });
  }) as typeof Deno.listen;
  try {
    return start();
  } finally {
    Deno.listen = listen;
  }
}
