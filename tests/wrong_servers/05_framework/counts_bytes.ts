/**
 * @wrong Limits the length of a note in bytes.
 * @replaces solutions/05_framework/notes.ts
 * @rejectedBy task 25 · a note is kept as it was meant
 * @saying the limit counts bytes
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
    const { length } = new TextEncoder().encode(text.trim());
    if (length > 1000) throw new RangeError(`${length} bytes are too many`);
    return super.add(text);
  }
}
