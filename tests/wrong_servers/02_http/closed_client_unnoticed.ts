/**
 * @wrong Waits for ever for a client that has closed.
 * @replaces solutions/02_http/departure.ts
 * @rejectedBy task 46 · a handler learns that its client has closed
 * @saying this did not happen: request.signal aborts
 *
 * @module
 */

import { Departure as DepartureWell } from "../../../solutions/02_http/departure.ts";

export class Departure extends DepartureWell {
  constructor() {
    super(Infinity);
  }
}
