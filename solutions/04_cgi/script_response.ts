/**
 * What the header section of a program means. RFC 3875 sections 6.2 and 6.3.
 *
 * @module
 */

import { type Field, valuesOf } from "../02_http/fields.ts";
import {
  parseRequestTarget,
  type RequestTarget,
} from "../02_http/request_target.ts";
import { quote } from "../02_http/syntax.ts";
import { HttpError } from "../02_http/types.ts";
import { ScriptError } from "./script_error.ts";

/** An answer for the client. */
export interface ClientAnswer {
  /** The status code, from 200 to 599. */
  readonly status: number;
  /** The fields for the client. */
  readonly headers: Field[];
}

/** The order to answer what is at another path of this server. */
export interface LocalRedirect {
  /** Path and query, as written by the program. */
  readonly location: string;
  /** The same, taken apart. */
  readonly target: RequestTarget;
}

/**
 * Fields about the connection, which is the server's: a server may remove them
 * (section 6.3.4). Many a program says "Connection: close" and means no harm.
 */
const DROPPED_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "date",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
]);

/** A scheme, then anything that a URI may be made of; or "/", but not "//". */
const LOCATION = /^(?:[a-z][a-z\d+.-]*:|\/(?![/\\]))[^\s"<>\\^`{|}]*$/i;

/**
 * Makes an answer of the fields of a program.
 *
 * @param fields The fields, in the order of their lines.
 * @returns The answer, or where to find it.
 * @throws {ScriptError} If the fields are no answer.
 */
export function interpretFields(
  fields: readonly Field[],
): ClientAnswer | LocalRedirect {
  const contentType = findOnly(fields, "content-type");
  const location = findOnly(fields, "location");
  const status = parseStatus(findOnly(fields, "status"));
  if (!contentType && !location && !status) {
    throw new ScriptError(
      "Cannot find an answer: expected Content-Type, Location or Status",
    );
  }
  checkFraming(fields);
  if (location !== undefined && !LOCATION.test(location)) {
    throw new ScriptError(`Cannot redirect to ${quote(location)}`);
  }
  if (location?.startsWith("/") && status === undefined) {
    return { location, target: parseLocalLocation(location) };
  }
  const headers = fields.filter(([name, value]) =>
    value !== "" && name !== "status" && !DROPPED_FIELDS.has(name)
  );
  return { status: status ?? (location === undefined ? 200 : 302), headers };
}

/**
 * The value of a field that must not be repeated: of two, one may have been
 * injected. An empty one counts as not sent (section 6.3).
 */
function findOnly(fields: readonly Field[], name: string): string | undefined {
  const values = valuesOf(fields, name).filter((value) => value !== "");
  if (values.length <= 1) return values[0];
  throw new ScriptError(
    `Cannot choose ${name}: expected one, found ${values.length}`,
  );
}

/** `Status = status-code SP reason-phrase`; the engine has phrases of its own. */
function parseStatus(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [, code] = /^([2-5]\d\d)(?: |$)/.exec(value) ?? [];
  if (code !== undefined) return Number(code);
  throw new ScriptError(
    `Cannot parse Status ${quote(value)}: expected 200 to 599, and a phrase`,
  );
}

/**
 * The server frames the body, but it cannot take off a coding that the program
 * has put on: without the field, the client would take chunks for content.
 */
function checkFraming(fields: readonly Field[]): void {
  if (valuesOf(fields, "transfer-encoding").length > 0) {
    throw new ScriptError("Cannot send Transfer-Encoding of a program");
  }
  const length = findOnly(fields, "content-length");
  if (length !== undefined && !Number.isSafeInteger(toLength(length))) {
    throw new ScriptError(`Cannot send Content-Length ${quote(length)}`);
  }
}

function toLength(value: string): number {
  return /^\d+$/.test(value) ? Number(value) : NaN;
}

function parseLocalLocation(location: string): RequestTarget {
  try {
    return parseRequestTarget("GET", location);
  } catch (error) {
    if (error instanceof HttpError) throw new ScriptError(error.message);
    throw error;
  }
}
