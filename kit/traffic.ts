/**
 * The reads and writes of the server under test, counted where it makes them:
 * what a client cannot see, since TCP knows no messages.
 *
 * @module
 */

/** Counts what a server does with the connections that it accepts. */
export class Traffic implements Disposable {
  /** Nobody is let in before this has settled: a client can be ahead. */
  gate: Promise<void> = Promise.resolve();
  /** On how many connections `setNoDelay()` was called. */
  noDelay = 0;
  /** How many bytes each `connection.write` was given, in order. */
  readonly writes: number[] = [];
  /** How many bytes each `connection.read` has got, in order. */
  readonly reads: number[] = [];
  readonly #probes: (() => void)[] = [];
  readonly #listen = Deno.listen;

  /** Begins: make it before the server, with `using`. */
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

  /** How many of the connections the server has not closed. */
  get open(): number {
    return this.#probes.filter(isOpen).length;
  }

  /** Puts back what it has replaced. */
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
        // No bytes, no packet.
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
    // Any other error, of a client that has gone, says that it is open.
    return !(error instanceof Deno.errors.BadResource);
  }
}
