/**
 * @wrong Looks at a note without white space, and keeps it with.
 * @replaces solutions/05_framework/notes.ts
 * @rejectedBy task 25 · a note is kept as it was meant
 * @saying trim() is used for the check, but not for the text
 *
 * @module
 */

import {
  type Note,
  Notes as Well,
} from "../../../solutions/05_framework/notes.ts";

export {
  MAX_LENGTH,
  type Note,
} from "../../../solutions/05_framework/notes.ts";

export class Notes extends Well {
  override add(text: string): Note {
    return Object.assign(super.add(text), { text });
  }
}
