/**
 * Parses a header section line by line, with the parsers of stage 02: the plain
 * path, which handles every request. RFC 9112 sections 2 to 6 and 9.3.
 *
 * @module
 */

import { quoteForLog } from "../../solutions/01_tcp/quote_for_log.ts";
import {
  type Field,
  headerCutShort,
  headerTooLarge,
  parseFieldLine,
  trimBlanks,
  valuesOf,
} from "../../solutions/02_http/fields.ts";
import { findFraming } from "../../solutions/02_http/framing.ts";
import { lineCutShort } from "../../solutions/02_http/read_line.ts";
import { checkHead } from "../../solutions/02_http/request.ts";
import {
  parseRequestLine,
  type RequestLine,
  requestLineTooLong,
} from "../../solutions/02_http/request_line.ts";
import { HttpError } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";
import { LineScanner } from "../io/line_scanner.ts";
import type { Head, HeadLimits } from "./head.ts";

/** Parses a header section that may arrive in pieces. */
export class HeadParser {
  /** The request-line, once it has been parsed. */
  requestLine: RequestLine | undefined;
  readonly #limits: HeadLimits;
  readonly #lines = new LineScanner();
  readonly #fields: Field[] = [];
  #fieldBytes = 0;

  /**
   * A parser at the beginning of a section.
   *
   * @param limits The limits.
   */
  constructor(limits: HeadLimits) {
    this.#limits = limits;
  }

  /**
   * Parses the lines that have arrived since the last call. A malformed line is
   * refused before the rest of the section has arrived.
   *
   * @param input The input; a complete section is taken from it.
   * @returns The head; `undefined` until the section is complete.
   * @throws {HttpError} If the section is malformed or exceeds a limit.
   */
  parse(input: Input): Head | undefined {
    this.requestLine ??= this.#parseRequestLine(input);
    if (this.requestLine === undefined) return undefined;
    for (;;) {
      const line = this.#lines.next(input, {
        bytes: this.#limits.maxHeaderBytes - this.#fieldBytes,
        tooLong: () => headerTooLarge(`${this.#limits.maxHeaderBytes} bytes`),
      });
      if (line === undefined) return undefined;
      if (line === "") break;
      this.#addField(line);
    }
    this.#lines.take(input);
    return this.#makeHead(this.requestLine);
  }

  /**
   * Describes what is missing when the client sends no more.
   *
   * @param input The input.
   * @returns The error; `undefined` if no request has begun.
   */
  cutShort(input: Input): HttpError | undefined {
    const rest = input.available - this.#lines.length;
    if (rest > 0) return lineCutShort(rest);
    return this.requestLine && headerCutShort();
  }

  /** Skips empty lines before the request-line. RFC 9112 section 2.2. */
  #parseRequestLine(input: Input): RequestLine | undefined {
    const { maxRequestLineBytes, maxHeaderBytes } = this.#limits;
    const limit = {
      bytes: maxRequestLineBytes,
      tooLong: (beginning: string) =>
        requestLineTooLong(beginning, maxRequestLineBytes),
    };
    for (;;) {
      const line = this.#lines.next(input, limit);
      if (line === undefined) return undefined;
      if (line !== "") return parseRequestLine(line);
      if (this.#lines.length > maxHeaderBytes) {
        throw new HttpError(431, "Cannot skip so many empty lines");
      }
    }
  }

  #addField(line: string): void {
    const { maxHeaderBytes, maxFields } = this.#limits;
    this.#fieldBytes += line.length + "\r\n".length;
    if (this.#fieldBytes > maxHeaderBytes) {
      throw headerTooLarge(`${maxHeaderBytes} bytes`);
    }
    if (this.#fields.length === maxFields) {
      throw headerTooLarge(`${maxFields} fields`);
    }
    this.#fields.push(parseFieldLine(line));
  }

  #makeHead(requestLine: RequestLine): Head {
    const { text, method, target, version } = requestLine;
    const fields = this.#fields;
    return {
      ...checkHead(requestLine, fields),
      fields,
      sectionStart: 0,
      sectionEnd: 0,
      quotedLine: quoteForLog(text),
      method,
      target,
      version,
      framing: findFraming(fields, version, this.#limits.maxBodyBytes),
      keepAlive: wantsKeepAlive(fields, version),
    };
  }
}

/** In HTTP/1.1 a connection persists by default; "close" always wins. */
function wantsKeepAlive(
  fields: readonly Field[],
  version: "1.0" | "1.1",
): boolean {
  const options = valuesOf(fields, "connection").join(",").toLowerCase()
    .split(",").map(trimBlanks);
  if (options.includes("close")) return false;
  return version === "1.1" || options.includes("keep-alive");
}
