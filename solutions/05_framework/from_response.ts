/**
 * From a `Response` of the web platform to what the engine sends.
 *
 * @module
 */

import { type Bytes, HttpError, type HttpResponse } from "../02_http/types.ts";

/**
 * How many turns of the microtask queue a complete body may take. In Deno 2.9
 * text, bytes and URLSearchParams take three; other releases may take more.
 */
const TURNS = 8;

/** The fields that describe the coded bytes of a body, not the decoded ones. */
const CODED_FIELDS = ["content-encoding", "content-length"];

/** The content codings that `fetch` decodes. */
const DECODED_CODING = /^(?:gzip|br)$/i;

type Read = ReadableStreamReadResult<Bytes>;

/**
 * Makes the response of the engine from a `Response`.
 *
 * @param response The return value of a handler.
 * @returns The response of the engine.
 * @throws {TypeError} If it cannot be sent.
 * @throws {HttpError} 501 for a response of `Deno.upgradeWebSocket`.
 */
export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { status, headers, body } = checkResponse(response);
  if (status === 101) {
    // Deno.upgradeWebSocket makes such a Response, which only Deno.serve can send.
    throw new HttpError(501, "Cannot upgrade the connection to a WebSocket");
  }
  const isDecoded = isDecodedByFetch(response);
  const fields: [string, string][] = [];
  headers.forEach((value, name) => {
    if (isDecoded && CODED_FIELDS.includes(name)) return;
    fields.push([name, value]);
  });
  return { status, headers: fields, body: body && await takeBody(body) };
}

/**
 * Whether `fetch` has decoded the body. It leaves the fields as they were. A
 * `Response` that a handler has made has another type, and keeps its
 * Content-Encoding.
 */
function isDecodedByFetch({ type, headers }: Response): boolean {
  return type === "basic" &&
    DECODED_CODING.test(headers.get("content-encoding") ?? "");
}

/**
 * Checks that a `Response` can be sent, while it is not too late for another one.
 *
 * @param response The return value of a handler.
 * @returns The same.
 * @throws {TypeError} If it is not a `Response`, if it is `Response.error()`, or
 * if its body has been read: a `Response` can be sent once.
 */
export function checkResponse(response: Response): Response {
  if (!(response instanceof Response) || response.type === "error") {
    const found = Deno.inspect(response, { depth: 0 });
    throw new TypeError(`Cannot send ${found}: expected a Response`);
  }
  if (response.bodyUsed) {
    throw new TypeError("Cannot send Response: its body has been read already");
  }
  return response;
}

/**
 * Takes a complete body, like a text, as bytes: these have a length, and leave in
 * one write with the head. Any other body stays a stream, and is sent as it comes.
 */
async function takeBody(
  body: ReadableStream<Bytes>,
): Promise<Bytes | ReadableStream<Bytes>> {
  const reader = body.getReader();
  const reading = reader.read();
  let only: Read | undefined;
  // If reading fails, the reader of the stream below gets the error.
  Promise.all([reading, reader.closed]).then(([it]) => only = it, () => {});
  for (let turn = 0; turn < TURNS; turn++) await undefined;
  // A stream may contain other values than bytes: then sending it fails.
  return only?.value instanceof Uint8Array
    ? only.value
    : resume(reader, reading);
}

/** A stream of the chunk that is being read, and of all that follow. */
function resume(
  reader: ReadableStreamDefaultReader<Bytes>,
  first: Promise<Read>,
): ReadableStream<Bytes> {
  let next: Promise<Read> | undefined = first;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const { done, value } = await (next ?? reader.read());
      next = undefined;
      if (done) return controller.close();
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
