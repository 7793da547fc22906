/**
 * Takes header sections from the input of a connection. It tries the fast path
 * first. If that does not apply, the plain path finds the end of the section and
 * parses it.
 *
 * @module
 */

import {
  parseRequestLine,
  type RequestLine,
} from "../../solutions/02_http/request_line.ts";
import { decodeLatin1 } from "../../solutions/02_http/syntax.ts";
import type { Input } from "../io/input.ts";
import { type Head, type HeadLimits, parseHead } from "./head.ts";
import { HeadScanner } from "./head_scanner.ts";
import type { QuickHeadReader } from "./quick_head_reader.ts";

const EMPTY_LINE = "\r\n\r\n";

/** Reads the header sections of a connection. */
export class HeadReader {
  /** The request-line of a section that is incomplete or malformed. */
  requestLine: RequestLine | undefined;
  readonly #input: Input;
  readonly #limits: HeadLimits;
  readonly #scanner: HeadScanner;
  readonly #quick: QuickHeadReader;
  #isIncomplete = false;

  /**
   * A reader that has read nothing.
   *
   * @param input The input of the connection.
   * @param limits The limits.
   * @param quick The fast path, shared by all connections.
   */
  constructor(input: Input, limits: HeadLimits, quick: QuickHeadReader) {
    this.#input = input;
    this.#limits = limits;
    this.#scanner = new HeadScanner(limits);
    this.#quick = quick;
  }

  /**
   * Takes the next header section.
   *
   * @returns The request without its body; `undefined` until the section has
   * arrived completely.
   * @throws {HttpError} If it is malformed or exceeds a limit.
   */
  take(): Head | undefined {
    const input = this.#input;
    if (input.available === 0) return undefined;
    // Do not rescan the whole head for every byte that a slow client sends.
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

  /** A malformed request-line is refused before the fields have arrived. */
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
