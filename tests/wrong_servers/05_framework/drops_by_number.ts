/**
 * @wrong Drops the note whose number is a hundred less, even if there is room.
 * @replaces solutions/05_framework/notes.ts
 * @rejectedBy task 42 · a deleted note makes room
 * @saying the number says which note goes
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
    const note = super.add(text);
    this.remove(note.id - 100);
    return note;
  }
}
