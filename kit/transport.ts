/**
 * The socket of the raw client. Deno's own sockets cannot reset a connection, so a
 * client that needs a reset uses node:net.
 *
 * @module
 */

import { connect as connectNode, type Socket } from "node:net";

const connectPlain = Deno.connect;

/** A connected socket. */
export interface Transport {
  /** The client's own end. */
  readonly localAddr: Deno.NetAddr;
  /** Reads into `buffer`; `null` at the end of file. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes some of `bytes`. */
  write(bytes: Uint8Array): Promise<number>;
  /** Half-closes. */
  closeWrite(): Promise<void>;
  /** Closes both directions. */
  close(): void;
  /** Closes with a reset (RST), if the socket can. */
  reset?(): Promise<void>;
}

/**
 * Connects with `TCP_NODELAY`, so that every write is sent immediately.
 *
 * @param addr The server's address.
 * @returns The socket.
 */
export async function openPlain(addr: Deno.NetAddr): Promise<Transport> {
  const { hostname, port } = addr;
  const connection = await connectPlain({ hostname, port });
  connection.setNoDelay(true);
  return {
    localAddr: connection.localAddr as Deno.NetAddr,
    read: (buffer) => connection.read(buffer),
    write: (bytes) => connection.write(bytes),
    closeWrite: () => connection.closeWrite(),
    close: () => connection.close(),
  };
}

/**
 * Connects with a socket that can be reset.
 *
 * @param addr The server's address.
 * @returns The socket, with {@linkcode Transport.reset}.
 */
export async function openResettable(addr: Deno.NetAddr): Promise<Transport> {
  const socket = connectNode({
    host: addr.hostname,
    port: addr.port,
    allowHalfOpen: true,
    noDelay: true,
  });
  const closed = Promise.withResolvers<void>();
  socket.once("close", () => closed.resolve());
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve();
    });
  });
  // A later error surfaces in the read or the write that it affects.
  socket.on("error", () => {});
  return {
    localAddr: {
      transport: "tcp",
      hostname: socket.localAddress!,
      port: socket.localPort!,
    },
    read: (buffer) => readNode(socket, buffer),
    write: (bytes) => writeNode(socket, bytes),
    closeWrite: () => new Promise((resolve) => socket.end(() => resolve())),
    close: () => void socket.destroy(),
    reset: () => {
      socket.resetAndDestroy();
      return closed.promise;
    },
  };
}

async function readNode(
  socket: Socket,
  buffer: Uint8Array,
): Promise<number | null> {
  for (;;) {
    const size = Math.min(buffer.length, socket.readableLength);
    const chunk: Uint8Array | null = size > 0 ? socket.read(size) : null;
    if (chunk !== null) {
      buffer.set(chunk);
      return chunk.length;
    }
    if (socket.errored) throw socket.errored;
    if (socket.readableEnded || socket.destroyed) return null;
    await new Promise<void>((resolve) => {
      for (const event of ["readable", "end", "close", "error"]) {
        socket.once(event, () => resolve());
      }
      socket.read(0);
    });
  }
}

function writeNode(socket: Socket, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.write(
      bytes,
      (error) => error ? reject(error) : resolve(bytes.length),
    );
  });
}
