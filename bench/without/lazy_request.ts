/**
 * Without a lazy `Request`: one is made for every request, as in stage 05.
 *
 * @module
 */

import { toRequest } from "../../solutions/05_framework/to_request.ts";

/** Makes real requests. */
export class RequestFactory {
  /** Makes a `Request` of a request of the engine. */
  readonly make = toRequest;
}
