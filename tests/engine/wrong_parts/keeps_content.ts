/**
 * @wrong Keeps the content of a file until another file is requested.
 * @replaces engine/files/fast_files.ts
 * @rejectedBy static_files_test · a request after 20 bytes were written gets these bytes
 * @saying AssertionError: version 101
 *
 * @module
 */

import { FastFiles as Correct } from "../../../engine/files/fast_files.ts";
import type {
  HttpRequest,
  HttpResponse,
} from "../../../solutions/02_http/types.ts";

export class FastFiles extends Correct {
  #path: string | undefined;
  #response: HttpResponse | Promise<HttpResponse> | undefined;

  override answer(request: HttpRequest) {
    if (request.path === this.#path) return this.#response;
    this.#path = request.path;
    return this.#response = super.answer(request);
  }
}
