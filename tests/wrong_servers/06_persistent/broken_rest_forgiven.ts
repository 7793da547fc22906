/**
 * @wrong Takes an error in an unread body for the end of that body.
 * @replaces solutions/06_persistent/request_body.ts
 * @rejectedBy task 15 · unread chunks that are malformed are the end
 * @saying what follows a broken body was answered
 *
 * @module
 */

import { RequestBody as RequestBodyWell } from "../../../solutions/06_persistent/request_body.ts";

export * from "../../../solutions/06_persistent/request_body.ts";

export class RequestBody extends RequestBodyWell {
  override async drain(): Promise<boolean> {
    return await super.drain() || this.isBroken;
  }
}
