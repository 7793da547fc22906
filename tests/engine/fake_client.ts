/**
 * A connection without a socket, for tests that choose when each event happens.
 *
 * @module
 */

const encoder = new TextEncoder();

/** A client in memory, so that the moment of each event can be chosen. */
export class FakeClient {
  readonly remoteAddr = { hostname: "fake", port: 1, transport: "tcp" };
  isClosed = false;
  written = "";
  /** Makes the pending read fail. */
  fail: (reason: unknown) => void = () => {};
  /** Writes wait for this. */
  writing: Promise<void> = Promise.resolve();
  #incoming: string[];

  constructor(...incoming: string[]) {
    this.#incoming = incoming;
  }

  setNoDelay(): void {}

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
    this.fail(new Deno.errors.Interrupted("closed"));
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    const text = this.#incoming.shift();
    if (text === undefined) {
      await new Promise((_, reject) => this.fail = reject);
    }
    return encoder.encodeInto(text!, buffer).written;
  }

  async write(bytes: Uint8Array): Promise<number> {
    await this.writing;
    if (this.isClosed) throw new Deno.errors.BadResource("closed");
    this.written += new TextDecoder().decode(bytes);
    return bytes.length;
  }

  /** The same, with the type that the engine takes. */
  get tcp(): Deno.TcpConn {
    return this as unknown as Deno.TcpConn;
  }
}
