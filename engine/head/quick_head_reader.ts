/**
 * The fast path through a header section: one pass over its bytes, for requests
 * as nearly all clients send them. It never refuses a request. It leaves
 * everything that it does not recognize, or that has not arrived completely, to
 * the plain path of `head_parser.ts`, which tells the client what is wrong.
 *
 * @module
 */

import { isAuthority } from "../../solutions/02_http/request_target.ts";
import { decodeLatin1, encodeLatin1 } from "../../solutions/02_http/syntax.ts";
import type { Bytes } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";
import {
  classifyBytes,
  equalsIgnoringCase,
  TARGET,
  TOKEN,
  toText,
  VALUE,
} from "./byte_classes.ts";
import type { Head, HeadLimits } from "./head.ts";

const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION_MARK = 0x3f;

/** What each byte may be part of. */
const CLASS = classifyBytes();

const GET = encodeLatin1("GET ");
const VERSION = encodeLatin1(" HTTP/1.1\r\n");

/** The fields that affect the framing or the connection, in lower case. */
const HOST = encodeLatin1("host");
const CONTENT_LENGTH = encodeLatin1("content-length");
const CONNECTION = encodeLatin1("connection");
const KEEP_ALIVE = encodeLatin1("keep-alive");
const EXPECT = encodeLatin1("expect");
const TRANSFER_ENCODING = encodeLatin1("transfer-encoding");

/** Reads the header sections of all connections of a server. */
export class QuickHeadReader {
  readonly #limits: HeadLimits;
  #buffer: Bytes = new Uint8Array();
  #at = 0;
  #hasHost = false;
  #contentLength: number | undefined;
  #knownHost: Bytes = new Uint8Array();

  /**
   * A reader that knows no host yet.
   *
   * @param limits The limits.
   */
  constructor(limits: HeadLimits) {
    this.#limits = limits;
  }

  /**
   * Reads a header section. It may read past the bytes that have arrived, so its
   * findings count only if the end of the section is among those bytes.
   *
   * @param input The input; no bytes are taken from it.
   * @returns The request without its body; `undefined` if the plain path must
   * read it.
   */
  read(input: Input): Head | undefined {
    const { buffer, start } = input;
    this.#buffer = buffer;
    this.#at = start;
    this.#hasHost = false;
    this.#contentLength = undefined;
    const method = this.#readMethod();
    if (method === undefined || buffer[this.#at] !== SLASH) return undefined;
    const targetStart = this.#at;
    const question = this.#skipTarget();
    const target = toText(buffer, targetStart, this.#at);
    if (!this.#skip(VERSION)) return undefined;
    const fieldsStart = this.#at;
    if (!this.#skipFieldLines()) return undefined;
    const fieldsEnd = this.#at;
    if (fieldsEnd + "\r\n".length > input.end || !this.#hasHost) {
      return undefined;
    }
    if (!this.#isWithinLimits(start, fieldsStart, fieldsEnd)) return undefined;
    const split = question === -1 ? target.length : question - targetStart;
    return {
      fields: undefined,
      sectionStart: start,
      sectionEnd: fieldsEnd - "\r\n".length,
      quotedLine: `"${method} ${target} HTTP/1.1"`,
      method,
      target,
      path: target.slice(0, split),
      query: question === -1 ? undefined : target.slice(split + 1),
      authority: undefined,
      version: "1.1",
      framing: this.#contentLength,
      keepAlive: true,
      expectsContinue: false,
    };
  }

  #readMethod(): string | undefined {
    if (this.#skip(GET)) return "GET";
    const start = this.#at;
    while (CLASS[this.#buffer[this.#at]] & TOKEN) this.#at++;
    const end = this.#at++;
    if (end === start || this.#buffer[end] !== SP) return undefined;
    const method = toText(this.#buffer, start, end);
    return method === "CONNECT" || method === "TRACE" ? undefined : method;
  }

  /** Returns where the query begins, -1 if there is none. */
  #skipTarget(): number {
    const buffer = this.#buffer;
    let at = this.#at;
    let question = -1;
    for (; CLASS[buffer[at]] & TARGET; at++) {
      if (buffer[at] === QUESTION_MARK && question === -1) question = at;
    }
    this.#at = at;
    return question;
  }

  #isWithinLimits(
    start: number,
    fieldsStart: number,
    fieldsEnd: number,
  ): boolean {
    const { maxRequestLineBytes, maxHeaderBytes } = this.#limits;
    const requestLineLength = fieldsStart - "\r\n".length - start;
    return requestLineLength <= maxRequestLineBytes &&
      fieldsEnd - fieldsStart <= maxHeaderBytes;
  }

  /** Skips all field lines, up to the empty line. */
  #skipFieldLines(): boolean {
    const buffer = this.#buffer;
    for (let count = 0; buffer[this.#at] !== CR; count++) {
      if (count === this.#limits.maxFields) return false;
      if (!this.#skipFieldLine()) return false;
    }
    return buffer[this.#at + 1] === LF;
  }

  #skipFieldLine(): boolean {
    const buffer = this.#buffer;
    let at = this.#at;
    const nameStart = at;
    while (CLASS[buffer[at]] & TOKEN) at++;
    const nameEnd = at;
    if (nameEnd === nameStart || buffer[nameEnd] !== COLON) return false;
    do at++; while (CLASS[buffer[at]] & VALUE);
    if (buffer[at] !== CR || buffer[at + 1] !== LF) return false;
    this.#at = at + "\r\n".length;
    const valueStart = nameEnd + (buffer[nameEnd + 1] === SP ? 2 : 1);
    return this.#interpret(nameStart, nameEnd, valueStart, at);
  }

  /** Whether the fast path can handle a field. Most fields need no handling. */
  #interpret(
    nameStart: number,
    nameEnd: number,
    valueStart: number,
    valueEnd: number,
  ): boolean {
    const buffer = this.#buffer;
    switch (nameEnd - nameStart) {
      case HOST.length:
        return !equalsIgnoringCase(buffer, nameStart, HOST) ||
          this.#readHost(valueStart, valueEnd);
      case EXPECT.length:
        return !equalsIgnoringCase(buffer, nameStart, EXPECT);
      case CONNECTION.length:
        return !equalsIgnoringCase(buffer, nameStart, CONNECTION) ||
          (valueEnd - valueStart === KEEP_ALIVE.length &&
            equalsIgnoringCase(buffer, valueStart, KEEP_ALIVE));
      case CONTENT_LENGTH.length:
        return !equalsIgnoringCase(buffer, nameStart, CONTENT_LENGTH) ||
          this.#readContentLength(valueStart, valueEnd);
      case TRANSFER_ENCODING.length:
        return !equalsIgnoringCase(buffer, nameStart, TRANSFER_ENCODING);
      default:
        return true;
    }
  }

  /** Nearly all clients name the same host, so it is checked once. */
  #readHost(start: number, end: number): boolean {
    if (this.#hasHost) return false;
    this.#hasHost = true;
    const known = this.#knownHost;
    if (end - start === known.length) {
      let at = 0;
      while (at < known.length && this.#buffer[start + at] === known[at]) at++;
      if (at === known.length) return true;
    }
    const host = this.#buffer.slice(start, end);
    if (!isAuthority(decodeLatin1(host))) return false;
    this.#knownHost = host;
    return true;
  }

  #readContentLength(start: number, end: number): boolean {
    if (this.#contentLength !== undefined) return false;
    const text = toText(this.#buffer, start, end);
    if (!/^\d{1,15}$/.test(text)) return false;
    this.#contentLength = Number(text);
    return this.#contentLength <= this.#limits.maxBodyBytes;
  }

  /** Skips the given bytes if they come next. */
  #skip(bytes: Bytes): boolean {
    const { length } = bytes;
    for (let index = 0; index < length; index++) {
      if (this.#buffer[this.#at + index] !== bytes[index]) return false;
    }
    this.#at += length;
    return true;
  }
}
