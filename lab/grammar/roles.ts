/**
 * The three kinds of messages: what they begin with, what their header section
 * must have, and where their body ends.
 *
 * @module
 */

import {
  findRequestFault,
  findResponseFault,
  findScriptFault,
  frameRequest,
  frameResponse,
  type Framing,
  type Head,
  type HeadFault,
} from "./framing.ts";
import type { LabelContent } from "./line.ts";
import { labelRequestLine, splitRequestLine } from "./request_line.ts";
import { labelStatusLine, statusOf } from "./status_line.ts";

/** The content of a start-line. */
export type StartLine = Pick<Head, "version" | "status"> & {
  /** The method of a request. */
  readonly method?: string;
};

/** A kind of message. */
export interface Role {
  /** Its name. */
  readonly name: "request" | "response" | "script";
  /** Labels the start-line; `undefined` for messages without one. */
  readonly labelStart: LabelContent | undefined;
  /** Reads the start-line; `undefined` if it cannot be read as HTTP at all. */
  readStart(text: string): StartLine | undefined;
  /** Looks for what makes the header section malformed. */
  findFault(head: Head): HeadFault | undefined;
  /** Finds the end of the body. */
  frame(head: Head): Framing;
}

/** Requests. */
export const REQUEST: Role = {
  name: "request",
  labelStart: labelRequestLine,
  readStart(text) {
    const { method, version } = splitRequestLine(text);
    if (!/^HTTP\/\d/i.test(version)) return undefined;
    return { method, version, status: 0 };
  },
  findFault: findRequestFault,
  frame: frameRequest,
};

/** Responses. */
export const RESPONSE: Role = {
  name: "response",
  labelStart: labelStatusLine,
  readStart(text) {
    if (!text.startsWith("HTTP/")) return undefined;
    return {
      version: text.slice(0, "HTTP/1.1".length),
      status: statusOf(text),
    };
  },
  findFault: findResponseFault,
  frame: frameResponse,
};

/** The output of a CGI program: RFC 3875 section 6. */
export const SCRIPT: Role = {
  name: "script",
  labelStart: undefined,
  readStart: () => ({ version: "", status: 0 }),
  findFault: findScriptFault,
  frame: () => "until close",
};
