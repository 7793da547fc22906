/**
 * The head of a request as the engine uses it.
 *
 * @module
 */

import type { Field } from "../../solutions/02_http/fields.ts";
import type { Framing } from "../../solutions/02_http/framing.ts";
import type { ResolvedOptions } from "../options.ts";

/** The limits of a header section, and of the body that it announces. */
export type HeadLimits = Pick<
  ResolvedOptions,
  "maxRequestLineBytes" | "maxHeaderBytes" | "maxFields" | "maxBodyBytes"
>;

/** A request without its body. */
export interface Head {
  /** The fields; `undefined` if they have only been checked. */
  readonly fields: readonly Field[] | undefined;
  /** Where the section begins in the input buffer, until more is read. */
  readonly sectionStart: number;
  /** Where it ends there, without the empty line. */
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
