/**
 * From a response to what is written, on a connection that may persist: how the
 * client finds the end of the answer. RFC 9112 sections 6.3 and 9.3.
 *
 * @module
 */

import {
  checkResponse,
  type EncodedResponse,
  encodeHead,
} from "../02_http/response.ts";
import type { HttpResponse } from "../02_http/types.ts";

/** An answer that only has to be written. */
export interface Answer extends EncodedResponse {
  /** Whether the content is sent in chunks. */
  readonly isChunked: boolean;
  /** Whether the connection persists after it. */
  readonly keepAlive: boolean;
}

/** The facts, besides the response, on which an answer depends. */
export interface AnswerTerms {
  /** The method of the request; `undefined` if it could not be read. */
  readonly method: string | undefined;
  /** The version of the request. */
  readonly version: "1.0" | "1.1";
  /** Whether the connection may persist. */
  readonly mayPersist: boolean;
}

/**
 * Decides how to send a response.
 *
 * @param response The response of a handler.
 * @param terms The request that it answers.
 * @returns The answer.
 * @throws {TypeError} If the response cannot be sent: a defect of the handler.
 */
export function encodeAnswer(
  response: HttpResponse,
  { method, version, mayPersist }: AnswerTerms,
): Answer {
  const checked = checkResponse(response, method);
  const { status, fields, headOnly, contentLength } = checked;
  const isUnknown = contentLength === undefined && !headOnly;
  const isChunked = isUnknown && version === "1.1";
  // Without a length and without chunks, only the end of the connection ends the
  // content.
  const keepAlive = mayPersist && isChunked === isUnknown;
  const engineFields: [string, string][] = [];
  if (isChunked) engineFields.push(["Transfer-Encoding", "chunked"]);
  if (!keepAlive) engineFields.push(["Connection", "close"]);
  else if (version === "1.0") engineFields.push(["Connection", "keep-alive"]);
  const head = encodeHead(status, [...fields, ...engineFields]);
  return { ...checked, head, isChunked, keepAlive };
}
