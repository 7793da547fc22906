/**
 * @wrong Serves a connection when the one before it has ended.
 * @replaces solutions/06_persistent/connection.ts
 * @rejectedBy task 24 · the last answer can be read, and the connection ends
 * @saying the accept loop waits for the end of each connection
 *
 * @module
 */

import { Connection as ConnectionDoneWell } from "../../../solutions/06_persistent/connection.ts";

export * from "../../../solutions/06_persistent/connection.ts";

let last: Promise<void> = Promise.resolve();

export class Connection extends ConnectionDoneWell {
  override serve(): Promise<void> {
    return last = last.then(() => super.serve());
  }
}
