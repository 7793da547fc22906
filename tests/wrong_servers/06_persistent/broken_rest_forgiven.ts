/**
 * @wrong Takes an error in a body that nobody reads for the end of that body.
 * @replaces engine/body/request_body.ts
 * @rejectedBy task 6 · chunks that nobody reads are the end if they are malformed
 * @saying what follows a broken body was answered
 *
 * @module
 */

import { RequestBody as RequestBodyWell } from "../../../engine/body/request_body.ts";

export * from "../../../engine/body/request_body.ts";

export class RequestBody extends RequestBodyWell {
  override async drain(): Promise<boolean> {
    return await super.drain() || this.isBroken;
  }
}
