/**
 * @wrong Starts the time anew with every byte.
 * @replaces solutions/02_http/patience.ts
 * @rejectedBy task 14 · a client that takes too long is answered 408
 * @saying a byte every 20 ms
 *
 * @module
 */

import { Patience as PatienceWell } from "../../../solutions/02_http/patience.ts";

export class Patience {
  readonly #args: ConstructorParameters<typeof PatienceWell>;

  constructor(...args: ConstructorParameters<typeof PatienceWell>) {
    this.#args = args;
  }

  wait<T>(event: Promise<T>): Promise<T> {
    return new PatienceWell(...this.#args).wait(event);
  }
}
