/**
 * The meaning of a program's header section. RFC 3875 sections 6.2 and 6.3.
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

/** The order to answer with what is at another path of this server. */
export interface LocalRedirect {
  /** Path and query, as a client would send them. */
  readonly location: string;
  /** The same, parsed. */
  readonly target: RequestTarget;
}

/**
 * A scheme; or one slash. Two slashes name another host, and browsers take a
 * backslash for a slash. The client judges the rest, which must not have control
 * characters: {@linkcode parseFieldLine} lets only the tab pass.
 */
const LOCATION = /^(?:[a-z][a-z\d+.-]*:|\/(?![/\\]))[^\t]*$/i;

/**
 * Makes an answer from the fields of a program.
 *
 * @param fields The fields, in the order of their lines.
 * @returns The answer, or where to find it.
 * @throws {ScriptError} If the fields are not an answer.
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
    throw new ScriptError(
      `Cannot redirect to ${quote(location)}: expected a scheme or one slash`,
    );
  }
  if (location?.startsWith("/") && status === undefined) {
    return parseLocalLocation(location);
  }
  const headers = fields.filter(([name, value]) =>
    value !== "" && name !== "status"
  );
  return { status: status ?? (location === undefined ? 200 : 302), headers };
}

/**
 * Finds the value of a field that must not be repeated: if there are two, one of
 * them may have been injected. An empty value counts as not sent (section 6.3).
 */
function findOnly(fields: readonly Field[], name: string): string | undefined {
  const values = valuesOf(fields, name).filter((value) => value !== "");
  if (values.length <= 1) return values[0];
  throw new ScriptError(
    `Cannot choose ${name}: expected one, found ${values.length}`,
  );
}

/** `Status = status-code SP reason-phrase`; the engine has its own phrases. */
function parseStatus(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [, code] = /^([2-5]\d\d)(?: |$)/.exec(value) ?? [];
  if (code !== undefined) return Number(code);
  throw new ScriptError(
    `Cannot parse Status ${quote(value)}: expected 200 to 599, and a phrase`,
  );
}

/**
 * The server frames the body, but it cannot remove a coding that the program has
 * applied: without the field, the client would take chunks for content.
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

/** Encodes what a program may write, but no client could send: a space, UTF-8. */
function parseLocalLocation(written: string): LocalRedirect {
  const location = written.replace(/[^\x21-\x7e]/g, (byte) => {
    return `%${byte.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  try {
    return { location, target: parseRequestTarget("GET", location) };
  } catch (error) {
    if (error instanceof HttpError) throw new ScriptError(error.message);
    throw error;
  }
}
