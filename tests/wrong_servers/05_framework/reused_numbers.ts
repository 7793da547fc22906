/**
 * @wrong Numbers a note by the count of notes.
 * @replaces solutions/05_framework/notes.ts
 * @rejectedBy task 24 · a note can be deleted
 * @saying the number is the count of notes
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

export class Notes {
  #notes = new Map<number, Note>();

  all(): Note[] {
    return [...this.#notes.values()];
  }

  find(id: number): Note | undefined {
    return this.#notes.get(id);
  }

  add(text: string): Note {
    const note = { ...new Correct().add(text), id: this.#notes.size + 1 };
    this.#notes.set(note.id, note);
    return note;
  }

  remove(id: number): boolean {
    return this.#notes.delete(id);
  }
}
