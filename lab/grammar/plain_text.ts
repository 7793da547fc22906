/**
 * Bytes without messages, as stage 01 has them: text, and what is not text.
 *
 * @module
 */

import { LabelList } from "./label_list.ts";
import type { Part, PartKind, StreamParser } from "./part.ts";

/** Tells text from other bytes. Nothing is malformed here: TCP takes any byte. */
export class PlainTextParser implements StreamParser {
  readonly firstProblem: undefined;
  /** Text has no messages, so the next bytes may always belong to the last. */
  readonly isBetweenMessages = false;
  readonly #labels = new LabelList();
  /** The beginning of a character of which the rest is to come. */
  #rest: Uint8Array = new Uint8Array();

  feed(bytes: Uint8Array): void {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    let run: { kind: PartKind; length: number } = { kind: "text", length: 0 };
    let at = 0;
    while (at < all.length) {
      const length = characterLength(all, at);
      if (length === undefined) break;
      const kind = length === 0 ? "bytes" : "text";
      if (kind !== run.kind) {
        this.#label(run.kind, run.length);
        run = { kind, length: 0 };
      }
      run.length += Math.max(length, 1);
      at += Math.max(length, 1);
    }
    this.#label(run.kind, run.length);
    this.#rest = all.slice(at);
  }

  skip(length: number): void {
    this.#rest = new Uint8Array();
    this.#labels.offset += length;
  }

  end(): void {
    this.#label("bytes", this.#rest.length);
    this.#rest = new Uint8Array();
  }

  takeParts(): Part[] {
    return this.#labels.take();
  }

  openParts(): Part[] {
    const start = this.#labels.offset;
    const end = start + this.#rest.length;
    return start < end ? [{ kind: "bytes", start, end, message: 0 }] : [];
  }

  #label(kind: PartKind, length: number): void {
    if (length > 0) this.#labels.addBytes(kind, length);
  }
}

/**
 * How many bytes the character takes that begins here; 0 if it is not UTF-8,
 * `undefined` if that cannot be told yet.
 */
function characterLength(bytes: Uint8Array, at: number): number | undefined {
  const lead = bytes[at];
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  const character = bytes.subarray(at, at + length);
  const isWrong = character.subarray(1)
    .some((byte) => byte < 0x80 || byte > 0xbf);
  if (isWrong) return 0;
  if (character.length < length) return undefined;
  return isText(character) ? length : 0;
}

/** Overlong forms and surrogates look like UTF-8, and are not. */
function isText(character: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(character);
    return true;
  } catch {
    return false;
  }
}
