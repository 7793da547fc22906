/**
 * The errors of a connection whose client has gone.
 *
 * @module
 */

/**
 * Whether an error means that the client has gone: it has reset the connection,
 * or closed it before it was accepted.
 *
 * @param error An error of `accept`, `read`, `write` or `closeWrite`.
 * @returns Whether it is one of those.
 */
export function isDisconnect(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.NotConnected;
}
