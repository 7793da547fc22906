/**
 * @wrong Decodes a text that URLSearchParams has decoded.
 * @replaces solutions/05_framework/notes.ts
 * @rejectedBy task 25 · a note is kept as it was meant
 * @saying a percent sign: status 400 instead of 303
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
    return super.add(decodeURIComponent(text));
  }
}
