/**
 * @wrong Finds out only after the answer that too much of a body is left.
 * @replaces solutions/06_persistent/request_body.ts
 * @rejectedBy task 16 · a Content-Length that is too long is known before
 * @saying no field Connection
 *
 * @module
 */

import { RequestBody as RequestBodyWell } from "../../../solutions/06_persistent/request_body.ts";

export * from "../../../solutions/06_persistent/request_body.ts";

export class RequestBody extends RequestBodyWell {
  override get isDrainable(): boolean {
    return !this.isBroken;
  }
}
