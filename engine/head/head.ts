/**
 * From a header section to what the engine and a handler must know of it: the
 * plain way, with the parsers of stage 02. RFC 9110 and RFC 9112.
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
import { findFraming, type Framing } from "./framing.ts";

/** A request without its body. */
export interface Head {
  /**
   * The whole section as sent, a character per byte, up to the empty line;
   * `undefined` if it has not been decoded.
   */
  readonly section: string | undefined;
  /** Where it is in the input, until more is read. */
  readonly sectionStart: number;
  /** Where it ends. */
  readonly sectionEnd: number;
  /** The request-line as the log has it: in quotes, and nothing can forge it. */
  readonly quotedLine: string;
  /** The method. */
  readonly method: string;
  /** The request-target as sent. */
  readonly target: string;
  /** The path of the target; "*" for the server as a whole. */
  readonly path: string;
  /** The query of the target. */
  readonly query: string | undefined;
  /** What an absolute-form says instead of the Host field. */
  readonly authority: string | undefined;
  /** The version. */
  readonly version: "1.0" | "1.1";
  /** How the end of the body is found. */
  readonly framing: Framing;
  /** Whether the client wants the connection to go on. */
  readonly keepAlive: boolean;
  /** Whether the client waits for `100 Continue` before it sends the body. */
  readonly expectsContinue: boolean;
}

/** The limits of what a header section may announce. */
export interface MessageLimits {
  /** How many fields there may be. Else 431. */
  readonly maxFields: number;
  /** How long the body may be, in bytes. Else 413. */
  readonly maxBodyBytes: number;
}

/**
 * Parses a header section.
 *
 * @param section The section, a character per byte, without its last empty line;
 * its lines end with CR LF, and no CR or LF stands by itself.
 * @param requestLine Its first line, parsed.
 * @param limits The limits.
 * @returns What it says.
 * @throws {HttpError} 400, 413, 417, 421, 431 or 501.
 */
export function parseHead(
  section: string,
  { text, method, target, version }: RequestLine,
  { maxFields, maxBodyBytes }: MessageLimits,
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
 * A tab is as good as a space before a value. But servers have been found that
 * do not see the field then, and nobody honest sends one in these two.
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

/** RFC 9112 section 9.3; "close" wins over whatever else is said. */
function wantsKeepAlive(
  fields: readonly Field[],
  version: "1.0" | "1.1",
): boolean {
  const options = valuesOf(fields, "connection").join(",").toLowerCase()
    .split(",").map((option) => option.trim());
  if (options.includes("close")) return false;
  return version === "1.1" || options.includes("keep-alive");
}

/** RFC 9110 section 10.1.1; HTTP/1.0 does not know it. */
function expectsContinue(
  fields: readonly Field[],
  version: "1.0" | "1.1",
): boolean {
  const expectation = valuesOf(fields, "expect").join(", ");
  if (expectation === "" || version === "1.0") return false;
  if (expectation.toLowerCase() === "100-continue") return true;
  throw new HttpError(417, `Cannot meet expectation ${quote(expectation)}`);
}
