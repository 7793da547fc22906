/**
 * Counts the reads and writes of the server under test. A client cannot see them,
 * since TCP carries a stream and not messages.
 *
 * @module
 */

/** Counts a server's calls on the connections that it accepts. */
export class Traffic implements Disposable {
  /** Delays every accept() until it settles, so that a client can be ahead. */
  gate: Promise<void> = Promise.resolve();
  /** How often `setNoDelay()` was called. */
  noDelay = 0;
  /** The number of bytes of each `connection.write`, in order. */
  readonly writes: number[] = [];
  /** The number of bytes that each `connection.read` returned, in order. */
  readonly reads: number[] = [];
  readonly #probes: (() => void)[] = [];
  readonly #listen = Deno.listen;

  /** Starts counting: create it before the server, with `using`. */
  constructor() {
    const { listen } = Deno;
    Deno.listen =
      ((options: Deno.TcpListenOptions) =>
        this.#watchListener(listen(options))) as typeof Deno.listen;
  }

  /** How many bytes were read altogether. */
  get bytesRead(): number {
    return this.reads.reduce((sum, count) => sum + count, 0);
  }

  /** The number of connections that the server has not closed. */
  get open(): number {
    return this.#probes.filter(isOpen).length;
  }

  /** Restores `Deno.listen`. */
  [Symbol.dispose](): void {
    Deno.listen = this.#listen;
  }

  #watchListener(listener: Deno.TcpListener): Deno.TcpListener {
    const { accept } = listener;
    return Object.assign(listener, {
      accept: async () => {
        const connection = await accept.call(listener);
        await this.gate;
        return this.#watchConnection(connection);
      },
    });
  }

  #watchConnection(connection: Deno.TcpConn): Deno.TcpConn {
    const { read, setNoDelay, write } = connection;
    this.#probes.push(() => setNoDelay.call(connection));
    return Object.assign(connection, {
      setNoDelay: (isOn?: boolean) => {
        if (isOn !== false) this.noDelay++;
        setNoDelay.call(connection, isOn);
      },
      read: async (buffer: Uint8Array<ArrayBuffer>) => {
        const count = await read.call(connection, buffer);
        this.reads.push(count ?? 0);
        return count;
      },
      write: (bytes: Uint8Array<ArrayBuffer>) => {
        // A write of no bytes sends no packet.
        if (bytes.length > 0) this.writes.push(bytes.length);
        return write.call(connection, bytes);
      },
    });
  }
}

function isOpen(probe: () => void): boolean {
  try {
    probe();
    return true;
  } catch (error) {
    // Any other error, such as that of a client that has gone, means "open".
    return !(error instanceof Deno.errors.BadResource);
  }
}
