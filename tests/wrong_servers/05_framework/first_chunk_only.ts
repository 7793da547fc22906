/**
 * @wrong Takes the first chunk of a stream for the whole body.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 15 · a chunk is sent when it comes
 * @saying the first chunk is taken for the whole body
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { fromResponse as convert } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { body, ...head } = await convert(response);
  if (!(body instanceof ReadableStream)) return { ...head, body };
  const reader = body.getReader();
  const reading = reader.read();
  let first: Awaited<typeof reading> | undefined;
  reading.then((read) => first = read, () => {});
  for (let turn = 0; first === undefined && turn < 8; turn++) await undefined;
  if (first?.value !== undefined) return { ...head, body: first.value };
  return { ...head, body: streamOf(reader, reading) };
}

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

function streamOf(reader: Reader, first: ReturnType<Reader["read"]>) {
  let next: typeof first | undefined = first;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await (next ?? reader.read());
      next = undefined;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
