/**
 * Parses a header section with the parsers of stage 02: the plain path, which
 * handles every request. RFC 9110 and RFC 9112.
 *
 * @module
 */

import { quoteForLog } from "../../solutions/01_tcp/quote_for_log.ts";
import {
  type Field,
  parseFieldLine,
  valuesOf,
} from "../../solutions/02_http/fields.ts";
import type { RequestLine } from "../../solutions/02_http/request_line.ts";
import {
  checkHost,
  parseRequestTarget,
} from "../../solutions/02_http/request_target.ts";
import { quote } from "../../solutions/02_http/syntax.ts";
import { HttpError } from "../../solutions/02_http/types.ts";
import type { ResolvedOptions } from "../options.ts";
import { findFraming, type Framing } from "./framing.ts";

/** The limits of a header section, and of the body that it announces. */
export type HeadLimits = Pick<
  ResolvedOptions,
  "maxRequestLineBytes" | "maxHeaderBytes" | "maxFields" | "maxBodyBytes"
>;

/** A request without its body. */
export interface Head {
  /**
   * The section as sent, one character per byte, without the empty line;
   * `undefined` if it has not been decoded.
   */
  readonly section: string | undefined;
  /** Where the section begins in the input buffer, until more is read. */
  readonly sectionStart: number;
  /** Where it ends there. */
  readonly sectionEnd: number;
  /** The request-line for the log: quoted and escaped. */
  readonly quotedLine: string;
  /** The method. */
  readonly method: string;
  /** The request-target as sent. */
  readonly target: string;
  /** The path of the target; "*" for the server as a whole. */
  readonly path: string;
  /** The query of the target. */
  readonly query: string | undefined;
  /** The authority of an absolute-form target; it replaces the Host field. */
  readonly authority: string | undefined;
  /** The version. */
  readonly version: "1.0" | "1.1";
  /** How the end of the body is found. */
  readonly framing: Framing;
  /** Whether the client wants to keep the connection open. */
  readonly keepAlive: boolean;
  /** Whether the client waits for `100 Continue` before it sends the body. */
  readonly expectsContinue: boolean;
}

/**
 * Parses a header section.
 *
 * @param section The section, one character per byte, without the empty line. Its
 * lines end with CR LF, and no CR or LF occurs alone.
 * @param requestLine Its first line, parsed.
 * @param limits The limits.
 * @returns The request without its body.
 * @throws {HttpError} 400, 413, 417, 421, 431 or 501.
 */
export function parseHead(
  section: string,
  { text, method, target, version }: RequestLine,
  { maxFields, maxBodyBytes }: Pick<HeadLimits, "maxFields" | "maxBodyBytes">,
): Head {
  const fieldLines = section.split("\r\n").slice(1);
  if (fieldLines.length > maxFields) {
    throw new HttpError(
      431,
      `Cannot read header section: expected at most ${maxFields} fields`,
    );
  }
  const fields = fieldLines.map(parseFieldLine);
  if (method === "CONNECT" || method === "TRACE") {
    throw new HttpError(501, `Cannot serve the method ${method}`);
  }
  const { path, query, authority } = parseRequestTarget(method, target);
  checkHost(valuesOf(fields, "host"), version);
  checkFramingLines(fieldLines);
  return {
    section,
    sectionStart: 0,
    sectionEnd: 0,
    quotedLine: quoteForLog(text),
    method,
    target,
    path,
    query,
    authority,
    version,
    framing: findFraming(fields, version, maxBodyBytes),
    keepAlive: wantsKeepAlive(fields, version),
    expectsContinue: expectsContinue(fields, version),
  };
}

/**
 * Refuses a tab in a framing field. The grammar allows it before the value, but
 * some servers then overlook the field, and honest clients do not send it.
 */
function checkFramingLines(fieldLines: readonly string[]): void {
  const line = fieldLines.find((fieldLine) =>
    /^(?:transfer-encoding|content-length):.*\t/i.test(fieldLine)
  );
  if (line === undefined) return;
  throw new HttpError(
    400,
    `Cannot parse field line ${quote(line)}: it has a tab`,
  );
}

/** RFC 9112 section 9.3; "close" overrides all other options. */
function wantsKeepAlive(
  fields: readonly Field[],
  version: "1.0" | "1.1",
): boolean {
  const options = valuesOf(fields, "connection").join(",").toLowerCase()
    .split(",").map((option) => option.trim());
  if (options.includes("close")) return false;
  return version === "1.1" || options.includes("keep-alive");
}

/** RFC 9110 section 10.1.1; HTTP/1.0 does not have it. */
function expectsContinue(
  fields: readonly Field[],
  version: "1.0" | "1.1",
): boolean {
  const expectation = valuesOf(fields, "expect").join(", ");
  if (expectation === "" || version === "1.0") return false;
  if (expectation.toLowerCase() === "100-continue") return true;
  throw new HttpError(417, `Cannot meet expectation ${quote(expectation)}`);
}
