/**
 * @wrong Reads the next request where the handler has stopped reading the body.
 * @replaces solutions/06_persistent/request_body.ts
 * @rejectedBy task 15 · an unread body is not the next request
 * @saying "GET /smuggled"
 *
 * @module
 */

import { RequestBody as RequestBodyWell } from "../../../solutions/06_persistent/request_body.ts";

export * from "../../../solutions/06_persistent/request_body.ts";

export class RequestBody extends RequestBodyWell {
  override drain(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
