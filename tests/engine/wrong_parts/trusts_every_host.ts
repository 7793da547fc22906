/**
 * @wrong Checks the host of the first request only.
 * @replaces engine/bridge/lazy_request.ts
 * @rejectedBy request_url_test · every Host is checked after localhost*
 * @saying AssertionError: Expected function to throw
 *
 * @module
 */

import { RequestFactory as Correct } from "../../../engine/bridge/lazy_request.ts";
import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import {
  findHost,
  joinUrl,
} from "../../../solutions/05_framework/to_request.ts";

export class RequestFactory extends Correct {
  #isChecked = false;

  override findUrl(request: HttpRequest): string {
    if (this.#isChecked) return joinUrl(findHost(request), request);
    this.#isChecked = true;
    return super.findUrl(request);
  }
}
