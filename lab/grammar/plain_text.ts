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
  readonly #labels = new LabelList();
  /** The beginning of a character of which the rest is to come. */
  #rest: number[] = [];

  feed(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#rest.push(byte);
      while (this.#rest.length > 0) {
        const length = characterLength(this.#rest);
        if (length === undefined) break;
        this.#label(length === 0 ? "bytes" : "text", Math.max(length, 1));
      }
    }
  }

  skip(length: number): void {
    this.#rest = [];
    this.#labels.offset += length;
  }

  end(): void {
    this.#label("bytes", this.#rest.length);
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
    if (length === 0) return;
    this.#rest.splice(0, length);
    this.#labels.addBytes(kind, length);
  }
}

/**
 * How many bytes the character takes that begins here; 0 if it is not UTF-8,
 * `undefined` if that cannot be told yet.
 */
function characterLength(bytes: readonly number[]): number | undefined {
  const [lead] = bytes;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const rest = bytes.slice(1, length);
  if (rest.some((byte) => byte < 0x80 || byte > 0xbf)) return 0;
  if (bytes.length < length) return undefined;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    decoder.decode(Uint8Array.from(bytes.slice(0, length)));
    return length;
  } catch {
    return 0;
  }
}
