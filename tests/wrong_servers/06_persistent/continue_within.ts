/**
 * @wrong Sends 100 Continue even if the body is first read while the answer is
 * sent.
 * @replaces solutions/06_persistent/request_body.ts
 * @rejectedBy task 18 · no 100 Continue within an answer
 * @saying 100 Continue stands within the answer
 *
 * @module
 */

import { RequestBody as RequestBodyWell } from "../../../solutions/06_persistent/request_body.ts";

export * from "../../../solutions/06_persistent/request_body.ts";

export class RequestBody extends RequestBodyWell {
  constructor(...args: ConstructorParameters<typeof RequestBodyWell>) {
    super(...args);
    Object.defineProperty(this, "isAnswering", { get: () => false, set() {} });
  }
}
