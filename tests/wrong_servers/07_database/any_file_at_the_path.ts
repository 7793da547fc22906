/**
 * @wrong Looks whether there is a file at the path, not whether it is the same.
 * @replaces solutions/07_database/database_file.ts
 * @rejectedBy task 26 · an entry is not written to a file that was replaced
 * @saying entry 2 of the page does not show "Linus"
 *
 * @module
 */

import { DatabaseFile as Original } from "../../../solutions/07_database/database_file.ts";

export * from "../../../solutions/07_database/database_file.ts";

export class DatabaseFile extends Original {
  readonly #path: string | URL;

  constructor(path: string | URL) {
    super(path);
    this.#path = path;
  }

  override get isInPlace(): boolean {
    try {
      return Deno.statSync(this.#path).isFile;
    } catch {
      return false;
    }
  }
}
