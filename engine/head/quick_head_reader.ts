/**
 * The fast way through a header section: one pass over its bytes, for requests
 * as nearly all clients send them. It never says no. What it does not know, or
 * what has not come whole, it leaves to the plain way of `head_scanner.ts` and
 * `head.ts`, which knows everything, and tells the client what is wrong.
 *
 * @module
 */

import { isAuthority } from "../../solutions/02_http/request_target.ts";
import { decodeLatin1, encodeLatin1 } from "../../solutions/02_http/syntax.ts";
import type { Bytes } from "../../solutions/02_http/types.ts";
import type { Head, MessageLimits } from "./head.ts";
import type { HeadLimits } from "./head_scanner.ts";
import type { Input } from "../io/input.ts";

const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION_MARK = 0x3f;

/** What a byte may be part of: bits, of which a byte can have several. */
const TOKEN = 1;
const TARGET = 2;
const VALUE = 4;
const CLASS = classify();

const GET = encodeLatin1("GET ");
const VERSION = encodeLatin1(" HTTP/1.1\r\n");

/** Fields that say how to go on. Names are in lower case here, and values too. */
const HOST = encodeLatin1("host");
const CONTENT_LENGTH = encodeLatin1("content-length");
const CONNECTION = encodeLatin1("connection");
const KEEP_ALIVE = encodeLatin1("keep-alive");
const EXPECT = encodeLatin1("expect");
const TRANSFER_ENCODING = encodeLatin1("transfer-encoding");

/** Reads the header sections of all connections, one after the other. */
export class QuickHeadReader {
  readonly #limits: HeadLimits & MessageLimits;
  #buffer: Bytes = new Uint8Array();
  #at = 0;
  #hasHost = false;
  #contentLength: number | undefined;
  #knownHost: Bytes = new Uint8Array();

  /**
   * A reader.
   *
   * @param limits The limits.
   */
  constructor(limits: HeadLimits & MessageLimits) {
    this.#limits = limits;
  }

  /**
   * Reads a header section. What is in the buffer behind the bytes that have
   * come is read with them; so nothing counts before the end is known to be
   * among those.
   *
   * @param input The bytes of the client; they are not taken.
   * @returns What it says; `undefined` if it is not as simple as that.
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
      section: undefined,
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

  /** Skips all of them, up to the empty line. */
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

  /** Whether the field can be dealt with here. Most can: they say nothing. */
  #interpret(
    nameStart: number,
    nameEnd: number,
    valueStart: number,
    valueEnd: number,
  ): boolean {
    const buffer = this.#buffer;
    switch (nameEnd - nameStart) {
      case HOST.length:
        return !equals(buffer, nameStart, HOST) ||
          this.#readHost(valueStart, valueEnd);
      case EXPECT.length:
        return !equals(buffer, nameStart, EXPECT);
      case CONNECTION.length:
        return !equals(buffer, nameStart, CONNECTION) ||
          (valueEnd - valueStart === KEEP_ALIVE.length &&
            equals(buffer, valueStart, KEEP_ALIVE));
      case CONTENT_LENGTH.length:
        return !equals(buffer, nameStart, CONTENT_LENGTH) ||
          this.#readContentLength(valueStart, valueEnd);
      case TRANSFER_ENCODING.length:
        return !equals(buffer, nameStart, TRANSFER_ENCODING);
      default:
        return true;
    }
  }

  /** Nearly all clients say the same host. */
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

  /** Skips bytes, if they are these. */
  #skip(bytes: Bytes): boolean {
    const { length } = bytes;
    for (let index = 0; index < length; index++) {
      if (this.#buffer[this.#at + index] !== bytes[index]) return false;
    }
    this.#at += length;
    return true;
  }
}

/** Whether bytes are a text in lower case, in whatever case they are. */
function equals(buffer: Bytes, start: number, lowerCase: Bytes): boolean {
  for (let index = 0; index < lowerCase.length; index++) {
    if ((buffer[start + index] | 0x20) !== lowerCase[index]) return false;
  }
  return true;
}

/** 4 ns for "/", and 60 ns for the twelve characters of an average path. */
function toText(buffer: Bytes, start: number, end: number): string {
  if (end - start > 32) return decodeLatin1(buffer.subarray(start, end));
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(buffer[at]);
  return text;
}

function classify(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let byte = 0; byte < classes.length; byte++) {
    const character = String.fromCharCode(byte);
    if (/[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(character)) classes[byte] |= TOKEN;
    // "#" begins a fragment, which no client sends; the log escapes the others.
    if (/[!$-[\]-~]/.test(character)) classes[byte] |= TARGET;
    if (/[\t -~\x80-\xff]/.test(character)) classes[byte] |= VALUE;
  }
  return classes;
}
