/**
 * @wrong Looks at a note without white space, and keeps it with.
 * @replaces solutions/05_framework/notes.ts
 * @rejectedBy task 8 · a form is read as it was sent, and once
 * @saying trim() is for the check only
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
