/**
 * @wrong Forgets after the first write that the client has half-closed.
 * @replaces solutions/02_http/departure.ts
 * @rejectedBy task 23 · a closed client cancels a silent stream
 * @saying it closes before the first bytes
 *
 * @module
 */

import type { ByteReader } from "../../../solutions/02_http/byte_reader.ts";
import { Departure as DepartureDoneWell } from "../../../solutions/02_http/departure.ts";

export * from "../../../solutions/02_http/departure.ts";

export class Departure extends DepartureDoneWell {
  #isHalfClosed = false;
  #isForgotten = false;

  override async watch(reader: ByteReader): Promise<void> {
    await super.watch(reader);
    this.#isHalfClosed = true;
  }

  override async duringWrite(write: Promise<void>): Promise<void> {
    this.#isForgotten = this.#isHalfClosed;
    await super.duringWrite(write);
  }

  override abort(reason: unknown): void {
    const isLate = reason instanceof Deno.errors.TimedOut;
    if (!isLate || !this.#isForgotten) super.abort(reason);
  }
}
