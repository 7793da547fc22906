/**
 * Records the calls that the learner's code makes on a connection. Seen from the
 * client, a server that waits for more input looks like one that has forgotten to
 * close.
 *
 * @module
 */

import { isOpen } from "./watch_resources.ts";

/** How often read() may return null before the server counts as spinning. */
const MAX_ENDS = 1000;

/** Functions that run at the calls of the learner's code. */
export interface CallHooks {
  /**
   * Called with the learner's stack when the code reads on and on after the end
   * of file; its promise takes the place of the result.
   */
  onSpin(at: Error): Promise<null>;
  /** Called before each write. */
  beforeWrite(): Promise<void> | undefined;
}

/** The calls that the learner's code made on one connection. */
export class ConnectionCalls {
  /** How many bytes its reads returned. */
  bytesRead = 0;
  /** How many bytes its writes took. */
  bytesWritten = 0;
  /** Whether read() has returned null. */
  hasReadEnd = false;
  /** How often close() was called. */
  closeCalls = 0;
  /** Whether close() or closeWrite() was called during a write(). */
  hasClosedDuringWrite = false;
  #hasClosedWrite = false;
  #pendingReads = 0;
  #pendingWrites = 0;
  #usesStreams = false;
  #ends = 0;
  #probe: () => void = () => {};

  /** Whether a read() waits for input. */
  get isReading(): boolean {
    return this.#pendingReads > 0;
  }

  /** Whether a write() waits for the client to read. */
  get isWriting(): boolean {
    return this.#pendingWrites > 0;
  }

  /**
   * Watches a connection from here on.
   *
   * @param connection Its methods are replaced.
   * @param hooks What happens at its calls.
   */
  watch(connection: Deno.TcpConn, hooks: CallHooks): void {
    this.#probe = () => connection.setNoDelay(true);
    this.#watchReads(connection, hooks);
    this.#watchWrites(connection, hooks);
    for (const name of ["readable", "writable"] as const) {
      const prototype = Object.getPrototypeOf(connection);
      Object.defineProperty(connection, name, {
        configurable: true,
        get: () => {
          this.#usesStreams = true;
          return Reflect.get(prototype, name, connection);
        },
      });
    }
  }

  /**
   * Whether the connection is open, however it is used.
   *
   * @returns Whether close() has not been called.
   */
  isOpen(): boolean {
    return isOpen(this.#probe);
  }

  /**
   * Says in words what the server has done with it.
   *
   * @param sent How many bytes the client has sent.
   * @returns One line; `undefined` if the server uses streams, which cannot be
   * watched.
   */
  describe(sent: number): string | undefined {
    if (this.#usesStreams) return undefined;
    const isClosed = this.closeCalls > 0;
    const parts = [
      this.bytesRead === sent && sent > 0
        ? `read all ${sent} bytes`
        : `read ${this.bytesRead} of ${sent} bytes`,
    ];
    if (this.hasReadEnd) parts.push("read the end of file");
    parts.push(`wrote ${this.bytesWritten}`);
    if (isClosed) parts.push("closed the connection");
    else if (this.#hasClosedWrite) parts.push("half-closed");
    if (!isClosed) {
      if (this.isReading) parts.push("waits in read()");
      if (this.isWriting) parts.push("waits in write()");
      if (!this.isReading && !this.isWriting) parts.push("has not closed");
    }
    return parts.join(", ");
  }

  #watchReads(connection: Deno.TcpConn, { onSpin }: CallHooks): void {
    const { read } = connection;
    connection.read = async (buffer) => {
      if (this.#ends >= MAX_ENDS) return onSpin(new Error());
      this.#pendingReads++;
      try {
        const count = await read.call(connection, buffer);
        if (count === null) {
          this.hasReadEnd = true;
          this.#ends++;
        } else this.bytesRead += count;
        return count;
      } finally {
        this.#pendingReads--;
      }
    };
  }

  #watchWrites(connection: Deno.TcpConn, { beforeWrite }: CallHooks): void {
    const { write, close, closeWrite } = connection;
    connection.write = async (bytes) => {
      this.#pendingWrites++;
      try {
        const delay = beforeWrite();
        if (delay) await delay;
        const count = await write.call(connection, bytes);
        this.bytesWritten += count;
        return count;
      } finally {
        this.#pendingWrites--;
      }
    };
    connection.closeWrite = () => {
      this.#hasClosedWrite = true;
      if (this.isWriting) this.hasClosedDuringWrite = true;
      return closeWrite.call(connection);
    };
    connection.close = () => {
      this.closeCalls++;
      if (this.isWriting) this.hasClosedDuringWrite = true;
      close.call(connection);
    };
    // Unlike close(), the disposal forgives that a stream has closed already.
    const dispose = connection[Symbol.dispose];
    Object.assign(connection, {
      [Symbol.dispose]: () => {
        this.closeCalls++;
        if (this.isWriting) this.hasClosedDuringWrite = true;
        dispose.call(connection);
      },
    });
  }
}
