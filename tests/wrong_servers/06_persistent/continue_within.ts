/**
 * @wrong Says 100 Continue also when the body is first read for the sake of
 * the answer.
 * @replaces engine/request.ts
 * @rejectedBy task 8 · 100 Continue, the answer, and the connection goes on
 * @saying 100 Continue stands within the answer
 *
 * @module
 */

import { EngineRequest as EngineRequestWell } from "../../../engine/request.ts";

export * from "../../../engine/request.ts";

export class EngineRequest extends EngineRequestWell {
  constructor(...args: ConstructorParameters<typeof EngineRequestWell>) {
    super(...args);
    Object.defineProperty(this, "isAnswering", { get: () => false, set() {} });
  }
}
