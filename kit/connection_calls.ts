/**
 * What the learner's code did with a connection, seen at its own calls: from
 * outside, a server that waits for more input looks like one that has forgotten
 * to close.
 *
 * @module
 */

import { isOpen } from "./watch_resources.ts";

/** How often read() may return null before the server counts as spinning. */
const MAX_ENDS = 1000;

/** The calls that the learner's code made on one connection. */
export class ConnectionCalls {
  /** How many bytes its reads returned. */
  bytesRead = 0;
  /** How many bytes its writes took. */
  bytesWritten = 0;
  /** Whether read() has returned null. */
  hasReadEnd = false;
  /** Whether close() was called. */
  isClosed = false;
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
   * @param onSpin Called with the learner's stack when the server reads on and
   * on after the end of file; its promise takes the place of the result.
   */
  watch(
    connection: Deno.TcpConn,
    onSpin: (at: Error) => Promise<null>,
  ): void {
    this.#probe = () => connection.setNoDelay(true);
    this.#watchReads(connection, onSpin);
    this.#watchWrites(connection);
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
    const parts = [
      this.bytesRead === sent && sent > 0
        ? `read all ${sent} bytes`
        : `read ${this.bytesRead} of ${sent} bytes`,
    ];
    if (this.hasReadEnd) parts.push("read the end of file");
    parts.push(`wrote ${this.bytesWritten}`);
    if (this.isClosed) parts.push("closed the connection");
    else if (this.#hasClosedWrite) parts.push("half-closed");
    if (!this.isClosed) {
      if (this.isReading) parts.push("waits in read()");
      if (this.isWriting) parts.push("waits in write()");
      if (!this.isReading && !this.isWriting) parts.push("has not closed");
    }
    return parts.join(", ");
  }

  #watchReads(
    connection: Deno.TcpConn,
    onSpin: (at: Error) => Promise<null>,
  ): void {
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

  #watchWrites(connection: Deno.TcpConn): void {
    const { write, close, closeWrite } = connection;
    connection.write = async (bytes) => {
      this.#pendingWrites++;
      try {
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
      this.isClosed = true;
      if (this.isWriting) this.hasClosedDuringWrite = true;
      close.call(connection);
    };
    // Unlike close(), the disposal forgives that a stream has closed already.
    const dispose = connection[Symbol.dispose];
    Object.assign(connection, {
      [Symbol.dispose]: () => {
        this.isClosed = true;
        if (this.isWriting) this.hasClosedDuringWrite = true;
        dispose.call(connection);
      },
    });
  }
}
