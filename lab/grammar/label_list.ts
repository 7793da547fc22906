/**
 * The labels that a parser has given so far: final ones, and those of the
 * section that has not ended, where a later line can still make an earlier one
 * malformed.
 *
 * @module
 */

import {
  joinParts,
  type LabelledLine,
  markProblem,
  type Part,
  type PartKind,
  type Problem,
  type StreamParser,
  toParts,
} from "./part.ts";

/** Labels without a gap, from the first byte on. */
export class LabelList {
  /** The problem that was found first. */
  firstProblem: StreamParser["firstProblem"];
  /** The offset after the last byte that has a label. */
  offset = 0;
  /** The number of the current message. */
  message = 0;
  #open: Part[] = [];
  #final: Part[] = [];

  /** The parts of the section that has not ended. */
  get open(): readonly Part[] {
    return this.#open;
  }

  /**
   * Labels bytes that are not read line by line.
   *
   * @param kind Their label.
   * @param length How many they are.
   */
  addBytes(kind: PartKind, length: number): void {
    const { offset: start, message } = this;
    this.offset += length;
    const part = { kind, start, end: this.offset, message };
    // A long body arrives in many pieces.
    this.#final.push(...joinParts([...this.#final.splice(-1), part]));
  }

  /**
   * Labels a line of the open section.
   *
   * @param line Its pieces.
   */
  addLine(line: LabelledLine): void {
    const { fault } = line;
    if (fault) this.#note(this.offset + fault.at, fault);
    this.#open.push(...toParts(line, this.offset, this.message));
    for (const { length } of line.pieces) this.offset += length;
  }

  /**
   * Marks a byte of the open section, or the place after it.
   *
   * @param offset The byte.
   * @param problem What is wrong there.
   */
  mark(offset: number, problem: Problem): void {
    this.#note(offset, problem);
    this.#open = markProblem(this.#open, offset, problem);
  }

  /** Makes the labels of the open section final. */
  closeSection(): void {
    this.#final.push(...this.#open);
    this.#open = [];
  }

  /**
   * Gives the final parts, each once.
   *
   * @returns The parts since the last call.
   */
  take(): Part[] {
    const parts = this.#final;
    this.#final = [];
    return parts;
  }

  #note(offset: number, { note, expected, because }: Problem): void {
    const problem = { note, expected, because };
    this.firstProblem ??= { offset, problem };
  }
}
