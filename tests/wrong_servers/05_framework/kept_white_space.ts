/**
 * @wrong Removes white space for the check, but keeps it in the note.
 * @replaces solutions/05_framework/notes.ts
 * @rejectedBy task 25 · a note is kept as it was meant
 * @saying trim() is used for the check, but not for the text
 *
 * @module
 */

import {
  type Note,
  Notes as Correct,
} from "../../../solutions/05_framework/notes.ts";

export {
  MAX_LENGTH,
  type Note,
} from "../../../solutions/05_framework/notes.ts";

export class Notes extends Correct {
  override add(text: string): Note {
    return Object.assign(super.add(text), { text });
  }
}
