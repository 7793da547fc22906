/**
 * The model of the example site: notes and their rules. It knows nothing of HTTP
 * or HTML.
 *
 * @module
 */

/** A note. */
export interface Note {
  /** Its number, which is never given again. */
  readonly id: number;
  /** Its text. */
  readonly text: string;
}

/** How long a note may be, in characters. */
export const MAX_LENGTH = 1000;

/** How many notes are kept, so that visitors cannot fill the memory. */
const MAX_NOTES = 100;

/** The notes. They are kept in memory, until the program ends. */
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
   * Finds a note.
   *
   * @param id Its number.
   * @returns The note; `undefined` if it does not exist.
   */
  find(id: number): Note | undefined {
    return this.#notes.get(id);
  }

  /**
   * Adds a note. If there are more than a hundred then, the oldest is removed.
   *
   * @param text Its text; white space around it is removed.
   * @returns The note.
   * @throws {RangeError} If the text is blank or too long.
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
   * @returns Whether there was such a note.
   */
  remove(id: number): boolean {
    return this.#notes.delete(id);
  }
}
