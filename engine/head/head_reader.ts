/**
 * Takes header sections out of what has come: the fast way, and where that does
 * not lead to the goal, the plain one, which finds the end first.
 *
 * @module
 */

import {
  parseRequestLine,
  type RequestLine,
} from "../../solutions/02_http/request_line.ts";
import { decodeLatin1 } from "../../solutions/02_http/syntax.ts";
import { type Head, type MessageLimits, parseHead } from "./head.ts";
import { type HeadLimits, HeadScanner } from "./head_scanner.ts";
import type { Input } from "../io/input.ts";
import type { QuickHeadReader } from "./quick_head_reader.ts";

const EMPTY_LINE = "\r\n\r\n";

/** Reads the header sections of a connection. */
export class HeadReader {
  /** The request-line of a section that is not complete, or not valid. */
  requestLine: RequestLine | undefined;
  readonly #input: Input;
  readonly #limits: MessageLimits;
  readonly #scanner: HeadScanner;
  readonly #quick: QuickHeadReader;
  #isIncomplete = false;

  /**
   * A reader.
   *
   * @param input The bytes of the client.
   * @param limits The limits.
   * @param quick Reads header sections the fast way, of all connections.
   */
  constructor(
    input: Input,
    limits: HeadLimits & MessageLimits,
    quick: QuickHeadReader,
  ) {
    this.#input = input;
    this.#limits = limits;
    this.#scanner = new HeadScanner(limits);
    this.#quick = quick;
  }

  /**
   * Takes the next header section.
   *
   * @returns What it says; `undefined` if it has not come whole.
   * @throws {HttpError} If it is none.
   */
  take(): Head | undefined {
    const input = this.#input;
    if (input.available === 0) return undefined;
    // Who sends byte by byte shall not have all of them read for each.
    const head = this.#isIncomplete ? undefined : this.#quick.read(input);
    if (head === undefined) return this.#takeScanned();
    input.start = head.sectionEnd + EMPTY_LINE.length;
    return head;
  }

  #takeScanned(): Head | undefined {
    const input = this.#input;
    const wasIncomplete = this.#isIncomplete;
    const length = this.#scanner.scan(input);
    this.#isIncomplete = length === undefined;
    if (length === undefined) {
      this.#checkRequestLine();
      return undefined;
    }
    const head = (wasIncomplete ? this.#quick.read(input) : undefined) ??
      this.#parse(length);
    this.requestLine = undefined;
    input.skip(length);
    return head;
  }

  /** Who talks nonsense need not wait until all of it has come. */
  #checkRequestLine(): void {
    const { requestLineLength } = this.#scanner;
    if (requestLineLength === undefined) return;
    this.requestLine ??= parseRequestLine(this.#peek(requestLineLength));
  }

  #parse(length: number): Head {
    this.#checkRequestLine();
    const section = this.#peek(length - EMPTY_LINE.length);
    return parseHead(section, this.requestLine!, this.#limits);
  }

  #peek(length: number): string {
    const { buffer, start } = this.#input;
    return decodeLatin1(buffer.subarray(start, start + length));
  }
}
