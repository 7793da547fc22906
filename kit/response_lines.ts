/**
 * Reads the lines and the field lines of a response strictly: RFC 9112 sections 2
 * and 5.
 *
 * @module
 */

import { type Explanation, Failure } from "./failure.ts";
import type { Transcript } from "./transcript.ts";
import { visible } from "./visible.ts";

/** The source of the bytes. */
export interface ByteSource {
  /** The record of the connection. */
  readonly transcript: Transcript;
  /** The bytes that were received and have not been consumed yet. */
  readonly unread: Uint8Array<ArrayBuffer>;
  /** How many bytes have been consumed. */
  readonly consumed: number;
  /** Reads more. */
  more(): Promise<"bytes" | "end of file" | "reset" | "silence">;
  /** Takes bytes out of {@linkcode unread}. */
  take(count: number): Uint8Array<ArrayBuffer>;
}

/** One field line of a header section. */
export interface FieldLine {
  /** The name as sent. */
  readonly name: string;
  /** The value without the white space around it. */
  readonly value: string;
  /** The offset of its first byte on the connection. */
  readonly offset: number;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Reads field lines up to the empty line that ends them.
 *
 * @param source The connection.
 * @param section The part of the response that they are.
 * @returns The field lines.
 */
export async function readFieldLines(
  source: ByteSource,
  section = "the header section",
): Promise<FieldLine[]> {
  const fieldLines: FieldLine[] = [];
  for (;;) {
    const offset = source.consumed;
    const line = await readLine(source, section);
    if (line === "") return fieldLines;
    fieldLines.push(parseFieldLine(line, offset, source));
  }
}

/**
 * Field lines by name, repeated ones joined.
 *
 * @param fieldLines The field lines.
 * @returns The fields.
 */
export function toHeaders(fieldLines: readonly FieldLine[]): Headers {
  return new Headers(fieldLines.map(({ name, value }) => [name, value]));
}

/**
 * Reads one line and checks that CR LF ends it.
 *
 * @param source The connection.
 * @param within The part of the response that the line is in.
 * @returns The line without its end, each byte as one character.
 */
export async function readLine(
  source: ByteSource,
  within: string,
): Promise<string> {
  let searched = 0;
  let end: number;
  while ((end = source.unread.indexOf(LF, searched)) < 0) {
    searched = source.unread.length;
    const outcome = await source.more();
    if (outcome !== "bytes") throw cutOff(source, within, outcome);
  }
  const offset = source.consumed;
  const line = source.take(end + 1);
  if (line[end - 1] !== CR) {
    const isBody = line[0] === "<".charCodeAt(0);
    throw malformed(source, offset + end, "LF without CR", {
      expected: `every line of the header section ends with CR LF`,
      because: "RFC 9112 section 2.1",
      ...(isBody
        ? { likely: "this is the body already: no empty line before it" }
        : { guess: 'a template string with "\\n": write "\\r\\n"' }),
    });
  }
  const bareCarriageReturn = line.indexOf(CR);
  if (bareCarriageReturn < end - 1) {
    throw malformed(source, offset + bareCarriageReturn, "CR without LF", {
      expected: "CR only before LF",
      because: "RFC 9112 section 2.2",
    });
  }
  return String.fromCharCode(...line.subarray(0, end - 1));
}

/**
 * Describes a response that breaks the grammar.
 *
 * @param source The connection.
 * @param offset The first byte that deviates.
 * @param note The mistake at that byte.
 * @param lesson What was expected, and why.
 * @returns The failure to throw.
 */
export function malformed(
  source: ByteSource,
  offset: number,
  note: string,
  lesson: Explanation & { guess?: string },
): Failure {
  return new Failure(`the response is malformed: ${note}`, {
    transcript: source.transcript,
    symptom: "malformed",
    mark: { offset, note },
    ...lesson,
  });
}

function parseFieldLine(
  line: string,
  offset: number,
  source: ByteSource,
): FieldLine {
  const because = "RFC 9112 section 5";
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(colon, 0));
  if (colon < 0) {
    const note = `not a field line: ${visible(line)}`;
    const expected = "field-name, colon, value; an empty line ends the section";
    const guess = "the empty line between header section and body is missing";
    throw malformed(source, offset, note, { expected, because, guess });
  }
  if (!TOKEN.test(name)) {
    const bad = name.search(/[^!#$%&'*+\-.^_`|~0-9A-Za-z]/);
    const note = "not allowed in a field-name";
    const expected = "a field-name is a token, and the colon follows directly";
    throw malformed(source, offset + Math.max(bad, 0), note, {
      expected,
      because,
    });
  }
  const control = line.search(/[^\t\x20-\x7e\x80-\xff]/);
  if (control >= 0) {
    const note = "control character in a field value";
    const expected = "a field value is visible characters, spaces and tabs";
    const guess = "text from outside is put into a field unchecked";
    throw malformed(source, offset + control, note, {
      expected,
      because: "RFC 9110 section 5.5",
      guess,
    });
  }
  const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "");
  return { name, value, offset };
}

/** The lesson of a line before the body. */
const HEAD = {
  expected: "status-line, field lines, then an empty line, each with CR LF",
  because: "RFC 9112 section 2.1",
  guess: "the empty line after the header section is missing",
};

/** The lesson of a line between chunks, or after the last. */
const CHUNKS = {
  expected: "after the last chunk the size 0, CR LF, and an empty line, CR LF",
  because: "RFC 9112 section 7.1",
  guess: "the last chunk is missing, or the empty line after it",
};

function isHead(section: string): boolean {
  return section === "the status-line" || section === "the header section";
}

/** The connection ended, or fell silent, within a line. */
function cutOff(
  source: ByteSource,
  within: string,
  outcome: "end of file" | "reset" | "silence",
): Failure {
  const { transcript } = source;
  const received = transcript.total("received");
  const nothingYet = received === source.consumed &&
    within === "the status-line";
  if (outcome === "reset" || nothingYet) {
    const headline = {
      "silence": `the server sent nothing${received > 0 ? " more" : ""}`,
      "end of file": "the server closed the connection without an answer",
      "reset": "the server reset the connection",
    }[outcome];
    const expected = "a whole response";
    return new Failure(headline, { transcript, symptom: outcome, expected });
  }
  const details = {
    transcript,
    symptom: outcome,
    mark: {
      offset: received,
      note: `${within} ${isHead(within) ? "does" : "do"} not end`,
    },
    ...(isHead(within) ? HEAD : CHUNKS),
  };
  if (outcome === "silence") {
    const headline = `the server fell silent in ${within}`;
    return new Failure(headline, details);
  }
  if (!isHead(within)) {
    return new Failure(`the connection ended in ${within}`, details);
  }
  return new Failure(
    within === "the status-line"
      ? "no response: the server closed within the first line"
      : "no empty line after the header section",
    details,
  );
}
