/**
 * @wrong Decodes what URLSearchParams has decoded.
 * @replaces solutions/05_framework/notes.ts
 * @rejectedBy task 8 · a form is read as it was sent, and once
 * @saying a percent sign: status 400 instead of 303
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
    return super.add(decodeURIComponent(text));
  }
}
