/**
 * @wrong Ends the connection after the answer in progress, even if it did not say so.
 * @replaces solutions/06_persistent/exchange.ts
 * @rejectedBy task 25 · a stream is sent to its end, then what waits for it
 * @saying the connection ends after the answer in progress
 *
 * @module
 */

import { Exchange as ExchangeDoneWell } from "../../../solutions/06_persistent/exchange.ts";

export * from "../../../solutions/06_persistent/exchange.ts";

type Options = ConstructorParameters<typeof ExchangeDoneWell>[0];

export class Exchange extends ExchangeDoneWell {
  readonly #isStopping: () => boolean;

  constructor(options: Options) {
    super(options);
    this.#isStopping = options.isStopping;
  }

  override async serve(): Promise<boolean> {
    return await super.serve() && !this.#isStopping();
  }
}
