/**
 * @wrong Does not call setNoDelay().
 * @replaces engine/connection_set.ts
 * @rejectedBy task 9 · a small answer leaves in one write, not in two
 * @saying the chunks of a slow stream: setNoDelay() was not called
 *
 * @module
 */

import { ConnectionSet as ConnectionSetWell } from "../../../engine/connection_set.ts";

export * from "../../../engine/connection_set.ts";

export class ConnectionSet extends ConnectionSetWell {
  override add(tcp: Deno.TcpConn): void {
    const { setNoDelay } = tcp;
    tcp.setNoDelay = () => {};
    super.add(tcp);
    tcp.setNoDelay = setNoDelay;
  }
}
