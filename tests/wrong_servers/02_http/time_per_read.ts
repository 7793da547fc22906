/**
 * @wrong Starts the time anew with every byte.
 * @replaces solutions/02_http/wait_budget.ts
 * @rejectedBy task 44 · a client that takes too long is answered 408
 * @saying a byte every 20 ms
 *
 * @module
 */

import { WaitBudget as WaitBudgetWell } from "../../../solutions/02_http/wait_budget.ts";

export * from "../../../solutions/02_http/wait_budget.ts";

export class WaitBudget {
  readonly #args: ConstructorParameters<typeof WaitBudgetWell>;

  constructor(...args: ConstructorParameters<typeof WaitBudgetWell>) {
    this.#args = args;
  }

  wait<T>(event: Promise<T>): Promise<T> {
    return new WaitBudgetWell(...this.#args).wait(event);
  }
}
