/**
 * Reads the messages of one direction of a connection, byte by byte if need be,
 * and gives every byte a label. Where a browser would forgive, this reads on
 * after it has marked the byte; where the grammar no longer tells what a byte
 * means, the rest is "unread".
 *
 * @module
 */

import { chunkSizeOf } from "./chunk_line.ts";
import { Exchanges } from "./exchanges.ts";
import { type Field, parseField } from "./field_line.ts";
import { type Head, isLastMessage } from "./framing.ts";
import { LabelList } from "./label_list.ts";
import { toText } from "./line.ts";
import {
  afterAnotherAnswer,
  findMissing,
  labelOpenLine,
  type State,
  SURPLUS,
} from "./open_line.ts";
import {
  type Part,
  type PartKind,
  type StreamParser,
  toParts,
} from "./part.ts";
import { REQUEST, RESPONSE, type Role, type StartLine } from "./roles.ts";

/** The labels of what is not read line by line. */
const BULK: Partial<Record<State, PartKind>> = {
  "content": "content",
  "chunk data": "chunk-data",
  "until close": "content",
  "tunnel": "tunnel",
  "lost": "unread",
};

/** How long a line may be to be analysed, in bytes. */
const MAX_LINE = 1 << 16;

/** Reads messages of one kind. */
export class MessageParser implements StreamParser {
  readonly #role: Role;
  readonly #exchanges: Exchanges;
  readonly #labels = new LabelList();
  #state: State;
  /** How many bytes of content or of a chunk are to come. */
  #left = 0;
  /** The line that has not ended, one character per byte. */
  #line = "";
  #start: StartLine = { version: "", status: 0 };
  #fields: Field[] = [];
  #isLast = false;

  /**
   * Begins at the first byte of a direction.
   *
   * @param role The kind of its messages.
   * @param exchanges Shared by both directions of a connection.
   */
  constructor(role: Role, exchanges: Exchanges = new Exchanges()) {
    this.#role = role;
    this.#exchanges = exchanges;
    this.#state = role.labelStart === undefined ? "fields" : "start";
  }

  get firstProblem(): StreamParser["firstProblem"] {
    if (this.#labels.firstProblem) return this.#labels.firstProblem;
    const part = this.#openLine().find(({ problem }) => problem);
    return part && { offset: part.start, problem: part.problem! };
  }

  /** Whether all messages so far are complete. */
  get isBetweenMessages(): boolean {
    return this.#state === "start" && this.#line === "";
  }

  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#exchanges.isTunnel && this.#state === "start") {
        this.#state = "tunnel";
      }
      const rest = bytes.subarray(at);
      if (this.#state in BULK) at += this.#takeBulk(rest);
      else if (this.#state === "after close") at += this.#takeSurplus();
      else if (this.#state === "chunk end") at += this.#takeChunkEnd(rest);
      else at += this.#takeLine(rest);
    }
  }

  end(isReset: boolean): void {
    const missing = findMissing({
      state: this.#state,
      isWithinLine: this.#line !== "",
      left: this.#left,
      isReset,
    });
    if (this.#line !== "") this.#labels.addLine(this.#labelLine());
    this.#line = "";
    if (missing) this.#labels.mark(this.#labels.offset, missing);
    this.#lose();
  }

  takeParts(): Part[] {
    return this.#labels.take();
  }

  openParts(): Part[] {
    return [...this.#labels.open, ...this.#openLine()];
  }

  /** Labels bytes that need not be looked at. */
  #takeBulk(bytes: Uint8Array): number {
    const isCounted = this.#state === "content" || this.#state === "chunk data";
    const count = isCounted ? Math.min(this.#left, bytes.length) : bytes.length;
    this.#labels.addBytes(BULK[this.#state]!, count);
    if (!isCounted) return count;
    this.#left -= count;
    if (this.#left > 0) return count;
    if (this.#state === "content") this.#nextMessage();
    else this.#state = "chunk end";
    return count;
  }

  #takeSurplus(): number {
    this.#labels.addLine(SURPLUS);
    this.#lose();
    return 1;
  }

  #takeChunkEnd(bytes: Uint8Array): number {
    const count = Math.min(2 - this.#line.length, bytes.length);
    this.#line += toText(bytes.subarray(0, count));
    if (this.#line === "\r") return count;
    this.#labels.addLine(this.#labelLine());
    this.#labels.closeSection();
    this.#state = this.#line === "\r\n" ? "chunk size" : "lost";
    this.#line = "";
    return count;
  }

  #takeLine(bytes: Uint8Array): number {
    const lineFeed = bytes.indexOf(0x0a);
    const count = lineFeed < 0 ? bytes.length : lineFeed + 1;
    this.#line += toText(bytes.subarray(0, count));
    if (this.#line.length > MAX_LINE) {
      const pieces = [{ kind: "unread" as const, length: this.#line.length }];
      this.#labels.addLine({ pieces, fault: this.#labelLine().fault });
      this.#line = "";
      this.#lose();
    } else if (lineFeed >= 0) this.#endLine();
    return count;
  }

  #endLine(): void {
    const line = this.#line;
    const { offset } = this.#labels;
    const labelled = this.#labelLine();
    this.#line = "";
    // Some clients end a body with a CR LF too many: RFC 9112 section 2.2.
    if (line === "\r\n" && this.#state === "start" && this.#role === REQUEST) {
      this.#labels.addLine({ pieces: [{ kind: "skipped-line", length: 2 }] });
      return this.#labels.closeSection();
    }
    this.#labels.addLine(labelled);
    const content = line.replace(/\r?\n$/, "");
    if (this.#state === "start") this.#begin(content);
    else if (this.#state === "chunk size") this.#beginChunk(content);
    else if (content !== "") this.#takeField(content, offset);
    else if (this.#state === "trailers") this.#nextMessage();
    else this.#endHead(offset);
  }

  #begin(startLine: string): void {
    const start = this.#role.readStart(startLine);
    if (start === undefined) return this.#lose();
    if (start.method !== undefined) this.#exchanges.begin(start.method);
    this.#start = start;
    this.#state = "fields";
  }

  #beginChunk(line: string): void {
    const size = chunkSizeOf(line);
    if (size === undefined) return this.#lose();
    this.#labels.closeSection();
    this.#left = size;
    this.#state = size === 0 ? "trailers" : "chunk data";
  }

  #takeField(line: string, offset: number): void {
    const field = parseField(line, offset);
    if (field === undefined) this.#lose();
    else if (this.#state === "fields") this.#fields.push(field);
  }

  /** After the empty line at `end`: what follows the header section? */
  #endHead(end: number): void {
    const { version, status } = this.#start;
    const method = this.#exchanges.answered;
    const head: Head = { fields: this.#fields, version, status, method, end };
    this.#fields = [];
    const fault = this.#role.findFault(head);
    if (fault) this.#labels.mark(fault.offset, fault);
    if (fault?.hidesEnd) return this.#lose();
    this.#labels.closeSection();
    const isInterim = status >= 100 && status < 200;
    if (this.#role === RESPONSE && !isInterim) this.#exchanges.finish();
    this.#isLast = !isInterim && isLastMessage(head);
    this.#follow(head);
  }

  #follow(head: Head): void {
    const framing = this.#role.frame(head);
    if (framing === "none") this.#nextMessage();
    else if (framing === "chunked") this.#state = "chunk size";
    else if (typeof framing === "string") this.#state = framing;
    else {
      this.#left = framing;
      this.#state = "content";
    }
    if (framing === "tunnel") this.#exchanges.isTunnel = true;
  }

  #nextMessage(): void {
    this.#labels.closeSection();
    this.#labels.message++;
    if (!this.#isLast) this.#state = "start";
    // Bytes after the last request are not read; no answer may follow the last.
    else this.#state = this.#role === RESPONSE ? "after close" : "lost";
  }

  #lose(): void {
    this.#labels.closeSection();
    this.#state = "lost";
  }

  #openLine(): Part[] {
    if (this.#line === "") return [];
    const { offset, message } = this.#labels;
    return toParts(this.#labelLine(), offset, message);
  }

  #labelLine() {
    const line = labelOpenLine(this.#line, this.#state, this.#role);
    const isAnother = this.#state === "start" && this.#role === RESPONSE &&
      this.#labels.message > 0;
    return isAnother ? afterAnotherAnswer(line) : line;
  }
}
