/**
 * Lines and field lines of a response, read strictly: RFC 9112 sections 2 and 5.
 *
 * @module
 */

import { Failure, type Lesson } from "./failure.ts";
import type { Transcript } from "./transcript.ts";
import { visible } from "./visible.ts";

/** Where the reader takes its bytes from. */
export interface ByteSource {
  /** What travelled. */
  readonly transcript: Transcript;
  /** What has been received and not been consumed yet. */
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
  /** The value without the space around it. */
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
 * @returns The field lines.
 */
export async function readFieldLines(source: ByteSource): Promise<FieldLine[]> {
  const fieldLines: FieldLine[] = [];
  for (;;) {
    const offset = source.consumed;
    const line = await readLine(source, "the header section");
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
 * @param within What the line belongs to, for the failure message.
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
      likely: isBody
        ? "this is the body already: no empty line ends the header section"
        : 'a template string with "\\n": write "\\r\\n"',
    });
  }
  const bareCarriageReturn = line.indexOf(CR);
  if (bareCarriageReturn < end - 1) {
    throw malformed(source, offset + bareCarriageReturn, "CR without LF", {
      expected: "CR stands only before LF",
      because: "RFC 9112 section 2.2",
    });
  }
  return String.fromCharCode(...line.subarray(0, end - 1));
}

/**
 * A response that breaks the grammar.
 *
 * @param source The connection.
 * @param offset The first byte that deviates.
 * @param note What is wrong there.
 * @param lesson What was expected, and why.
 * @returns The failure to throw.
 */
export function malformed(
  source: ByteSource,
  offset: number,
  note: string,
  lesson: Lesson & { expected: string },
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
    const note = `no field line: ${visible(line)}`;
    const expected = "field-name, colon, value; an empty line ends the section";
    const likely = "the empty line between header section and body is missing";
    throw malformed(source, offset, note, { expected, because, likely });
  }
  if (!TOKEN.test(name)) {
    const bad = name.search(/[^!#$%&'*+\-.^_`|~0-9A-Za-z]/);
    const note = "not allowed in a field-name";
    const expected = "a field-name is a token, and the colon follows at once";
    throw malformed(source, offset + Math.max(bad, 0), note, {
      expected,
      because,
    });
  }
  const control = line.search(/[^\t\x20-\x7e\x80-\xff]/);
  if (control >= 0) {
    const note = "control character in a field value";
    const expected = "a field value is visible characters, spaces and tabs";
    const likely = "text that came from outside is put into a field as it is";
    throw malformed(source, offset + control, note, {
      expected,
      because: "RFC 9110 section 5.5",
      likely,
    });
  }
  const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "");
  return { name, value, offset };
}

/** The connection ended, or fell silent, in the middle of something. */
function cutOff(
  source: ByteSource,
  within: string,
  outcome: "end of file" | "reset" | "silence",
): Failure {
  const nothingYet = source.transcript.total("received") === source.consumed &&
    within === "the status-line";
  const offset = source.transcript.total("received");
  const mark = { offset, note: `${within} does not end` };
  const transcript = source.transcript;
  if (outcome === "reset") {
    return new Failure("the server reset the connection", {
      transcript,
      symptom: outcome,
      expected: "a whole response, then an end of file",
    });
  }
  if (outcome === "silence") {
    return new Failure(
      nothingYet
        ? `the server sent nothing${offset > 0 ? " more" : ""}`
        : `the server fell silent in ${within}`,
      {
        transcript,
        symptom: outcome,
        mark: nothingYet ? undefined : mark,
        expected: "a whole response",
        guess: nothingYet
          ? undefined
          : "the empty line after the header section is missing",
      },
    );
  }
  if (nothingYet) {
    return new Failure("the server closed the connection without an answer", {
      transcript,
      symptom: outcome,
      expected: "a whole response",
    });
  }
  return new Failure(
    within === "the status-line"
      ? "no response: the server closed within the first line"
      : "no empty line after the header section",
    {
      transcript,
      symptom: outcome,
      mark,
      expected: "status-line, field lines, then an empty line, each with CR LF",
      because: "RFC 9112 section 2.1",
    },
  );
}
