/**
 * The knowledge that the two directions of a connection share: which request a
 * response answers.
 *
 * @module
 */

/** The requests of a connection that have not been answered. */
export class Exchanges {
  /** Whether the connection has left HTTP/1.1. */
  isTunnel = false;
  readonly #methods: string[] = [];

  /** The method of the request that is answered next, as far as it is known. */
  get answered(): string | undefined {
    return this.#methods[0];
  }

  /** How many requests wait for an answer. */
  get open(): number {
    return this.#methods.length;
  }

  /**
   * A request has begun.
   *
   * @param method Its method.
   */
  begin(method: string): void {
    // A client that never reads its answers must not fill the memory.
    if (this.#methods.length < 10_000) this.#methods.push(method);
  }

  /** The header section of a final response has arrived. */
  finish(): void {
    this.#methods.shift();
  }
}
