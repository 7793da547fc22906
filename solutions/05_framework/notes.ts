/**
 * The model of the example site: notes, and the rules that hold for them. It
 * knows nothing of HTTP or HTML.
 *
 * @module
 */

/** A note. */
export interface Note {
  /** Its number, which no other note ever gets. */
  readonly id: number;
  /** What it says. */
  readonly text: string;
}

/** How long a note may be, in characters. */
export const MAX_LENGTH = 1000;

/** How many notes are kept: visitors shall not fill the memory. */
const MAX_NOTES = 100;

/** The notes, kept in memory, so until the program ends. */
export class Notes {
  readonly #notes = new Map<number, Note>();
  #lastId = 0;

  /**
   * All notes.
   *
   * @returns The notes, the oldest first.
   */
  all(): Note[] {
    return [...this.#notes.values()];
  }

  /**
   * Looks for a note.
   *
   * @param id Its number.
   * @returns The note; `undefined` if there is none.
   */
  find(id: number): Note | undefined {
    return this.#notes.get(id);
  }

  /**
   * Adds a note; where there are a hundred already, the oldest goes.
   *
   * @param text What it says; white space around it does not count.
   * @returns The note.
   * @throws {RangeError} If it says nothing, or more than a note may.
   */
  add(text: string): Note {
    const trimmed = text.trim();
    if (trimmed === "" || trimmed.length > MAX_LENGTH) {
      throw new RangeError(
        `Cannot add a note of ${trimmed.length} characters: ` +
          `expected 1 to ${MAX_LENGTH}`,
      );
    }
    const note = { id: ++this.#lastId, text: trimmed };
    this.#notes.set(note.id, note);
    const [oldest] = this.#notes.keys();
    if (this.#notes.size > MAX_NOTES) this.#notes.delete(oldest);
    return note;
  }

  /**
   * Removes a note.
   *
   * @param id Its number.
   * @returns Whether there was one.
   */
  remove(id: number): boolean {
    return this.#notes.delete(id);
  }
}
