/**
 * Where the body of a message ends, and what makes that doubtful. RFC 9112
 * section 6.
 *
 * @module
 */

import type { Field } from "./field_line.ts";
import type { Problem } from "./part.ts";
import { isAuthority } from "./request_line.ts";

/** What ends a body. */
export type Framing = "none" | "chunked" | "until close" | "tunnel" | number;

/** A header section. */
export interface Head {
  /** Its fields, in order. */
  readonly fields: readonly Field[];
  /** The version of the message: "HTTP/1.1". */
  readonly version: string;
  /** The method of the request that a response answers. */
  readonly method: string | undefined;
  /** The status code of a response; 0 for a request. */
  readonly status: number;
  /** The offset of the empty line. */
  readonly end: number;
}

/** Something that makes the whole section malformed. */
export interface HeadFault extends Problem {
  /** The offset of the byte to mark. */
  readonly offset: number;
  /** Whether it makes the end of the body doubtful; false by default. */
  readonly hidesEnd?: boolean;
}

/**
 * Finds what ends the body of a request.
 *
 * @param head The header section.
 * @returns The framing; CONNECT has no body.
 */
export function frameRequest(head: Head): Framing {
  if (valueOf(head, "transfer-encoding") !== undefined) return "chunked";
  return Number(valueOf(head, "content-length") ?? 0) || "none";
}

/**
 * Finds what ends the body of a response.
 *
 * @param head The header section.
 * @returns The framing.
 */
export function frameResponse(head: Head): Framing {
  const { method, status } = head;
  if (status === 101 || (method === "CONNECT" && status < 300)) return "tunnel";
  const hasNoBody = status < 200 || status === 204 || status === 304;
  if (method === "HEAD" || hasNoBody) return "none";
  if (valueOf(head, "transfer-encoding") !== undefined) return "chunked";
  const length = valueOf(head, "content-length");
  return length === undefined ? "until close" : Number(length) || "none";
}

/**
 * Whether the connection ends after a message: RFC 9112 section 9.3.
 *
 * @param head The header section.
 * @returns Whether it says so, or a request of HTTP/1.0 does not say otherwise.
 */
export function isLastMessage(head: Head): boolean {
  const connection = valueOf(head, "connection") ?? "";
  const isOldRequest = head.status === 0 && head.version === "HTTP/1.0";
  return /\bclose\b/i.test(connection) ||
    (isOldRequest && !/\bkeep-alive\b/i.test(connection));
}

/**
 * Finds what is wrong with the header section of a request, each of its lines
 * being well-formed.
 *
 * @param head The header section.
 * @returns The first fault.
 */
export function findRequestFault(head: Head): HeadFault | undefined {
  return findFramingFault(head) ?? findHostFault(head);
}

/**
 * The same for a response.
 *
 * @param head The header section.
 * @returns The first fault.
 */
export function findResponseFault(head: Head): HeadFault | undefined {
  return findFramingFault(head);
}

/** A program must say at least one of these: RFC 3875 section 6.2. */
const CGI_FIELDS = ["content-type", "location", "status"];

/**
 * The same for the output of a CGI program.
 *
 * @param head The header section.
 * @returns The first fault.
 */
export function findScriptFault(head: Head): HeadFault | undefined {
  if (CGI_FIELDS.some((name) => valueOf(head, name) !== undefined)) return;
  return {
    offset: head.end,
    note: "no Content-Type, Location or Status",
    expected: "the header of a program has at least one of these fields",
    because: "RFC 3875 section 6.2",
  };
}

function findHostFault(head: Head): HeadFault | undefined {
  const hosts = fieldsOf(head, "host");
  const because = "RFC 9112 section 3.2";
  const expected = "one Host field with a name or an address";
  if (hosts.length > 1) {
    return {
      offset: hosts[1].offset,
      note: "a second Host",
      expected,
      because,
    };
  }
  if (hosts.length === 0) {
    if (head.version === "HTTP/1.0") return undefined;
    return { offset: head.end, note: "no Host field", expected, because };
  }
  if (isAuthority(hosts[0].value)) return undefined;
  const note = "Host is not a name or an address";
  return { offset: hosts[0].offset, note, expected, because };
}

function findFramingFault(head: Head): HeadFault | undefined {
  const fault = findLengthFault(head) ?? findCodingFault(head);
  return fault && { ...fault, hidesEnd: true };
}

function findLengthFault(head: Head): HeadFault | undefined {
  const lengths = fieldsOf(head, "content-length");
  const because = "RFC 9112 section 6.3";
  if (lengths.length > 1) {
    const note = "a second Content-Length";
    const expected = "Content-Length stands once";
    return { offset: lengths[1].offset, note, expected, because };
  }
  const [length] = lengths;
  if (length === undefined) return undefined;
  if (!/^\d{1,15}$/.test(length.value)) {
    const note = "Content-Length is not a number";
    const expected = "Content-Length is a decimal number of bytes";
    return { offset: length.offset, note, expected, because };
  }
  if (valueOf(head, "transfer-encoding") === undefined) return undefined;
  const note = "both Content-Length and Transfer-Encoding";
  const expected = "one of them tells where the body ends";
  return { offset: length.offset, note, expected, because };
}

function findCodingFault(head: Head): HeadFault | undefined {
  const coding = valueOf(head, "transfer-encoding");
  if (coding === undefined) return undefined;
  const { offset } = fieldsOf(head, "transfer-encoding")[0];
  const because = "RFC 9112 section 6.1";
  if (head.status === 0 && head.version === "HTTP/1.0") {
    const note = "Transfer-Encoding in HTTP/1.0";
    const expected = "HTTP/1.0 does not know Transfer-Encoding";
    return { offset, note, expected, because };
  }
  if (coding.toLowerCase() === "chunked") return undefined;
  const note = "a Transfer-Encoding other than chunked";
  const expected = "Transfer-Encoding is chunked";
  return { offset, note, expected, because };
}

function fieldsOf({ fields }: Head, name: string): Field[] {
  return fields.filter((field) => field.name === name);
}

/** Repeated fields are joined: RFC 9110 section 5.3. */
function valueOf(head: Head, name: string): string | undefined {
  const values = fieldsOf(head, name).map(({ value }) => value);
  return values.length === 0 ? undefined : values.join(", ");
}
