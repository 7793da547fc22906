/**
 * @wrong Reuses a head if the names of the fields are the same.
 * @replaces engine/response/known_head.ts
 * @rejectedBy known_head_test · changed fields are sent as they are now
 * @saying AssertionError: HTTP/1.1 200 OK
 *
 * @module
 */

import type { SentHead } from "../../../engine/response/known_head.ts";
import type { HttpResponse } from "../../../solutions/02_http/types.ts";

export class KnownHead {
  #names: string | undefined;
  #head: SentHead | undefined;

  find({ headers = {} }: HttpResponse): SentHead | undefined {
    return `${Object.keys(headers)}` === this.#names ? this.#head : undefined;
  }

  learn({ headers = {} }: HttpResponse, copyHead: () => SentHead): void {
    this.#names = `${Object.keys(headers)}`;
    this.#head = copyHead();
  }
}
