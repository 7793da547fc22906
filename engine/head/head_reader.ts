/**
 * Takes header sections from the input of a connection: by the fast path if
 * possible, otherwise by the plain one.
 *
 * @module
 */

import type { RequestLine } from "../../solutions/02_http/request_line.ts";
import type { HttpError } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";
import type { Head, HeadLimits } from "./head.ts";
import { HeadParser } from "./head_parser.ts";
import type { QuickHeadReader } from "./quick_head_reader.ts";

const EMPTY_LINE = "\r\n\r\n";

/** Reads the header sections of a connection. */
export class HeadReader {
  readonly #input: Input;
  readonly #limits: HeadLimits;
  readonly #quick: QuickHeadReader;
  /** Parses a section that the fast path has left to it. */
  #parser: HeadParser | undefined;

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
    this.#quick = quick;
  }

  /** The request-line of a section that is incomplete or malformed. */
  get requestLine(): RequestLine | undefined {
    return this.#parser?.requestLine;
  }

  /**
   * Takes the next header section.
   *
   * @returns The head; `undefined` until the section is complete.
   * @throws {HttpError} If it is malformed or exceeds a limit.
   */
  take(): Head | undefined {
    const input = this.#input;
    if (input.available === 0) return undefined;
    // Do not rescan the whole head for every byte that a slow client sends.
    const head = this.#parser ? undefined : this.#quick.read(input);
    if (head === undefined) return this.#parse();
    input.start = head.sectionEnd + EMPTY_LINE.length;
    return head;
  }

  /**
   * Describes what is missing when the client sends no more.
   *
   * @returns The error; `undefined` if no request has begun.
   */
  cutShort(): HttpError | undefined {
    return this.#parser?.cutShort(this.#input);
  }

  #parse(): Head | undefined {
    this.#parser ??= new HeadParser(this.#limits);
    const head = this.#parser.parse(this.#input);
    if (head !== undefined) this.#parser = undefined;
    return head;
  }
}
