/**
 * @wrong Counts a connection as idle while its answer is being written.
 * @replaces engine/io/output.ts
 * @rejectedBy slow_client_test · a connection whose answer is still being written is not idle
 * @saying AssertionError
 *
 * @module
 */

import { Output as Correct } from "../../../engine/io/output.ts";

export class Output extends Correct {
  override get isIdle(): boolean {
    return this.buffer.length === 0;
  }
}
