/**
 * Without reading files into the output buffer: they are sent as streams.
 *
 * @module
 */

import {
  openStream as openOriginal,
  readWhole,
  SMALL_FILE_BYTES,
} from "../../engine/files/read_file.ts";

export { readWhole, SMALL_FILE_BYTES };

/** Opens a file as a stream that the engine does not recognize. */
export function openStream(...args: Parameters<typeof openOriginal>) {
  const reader = openOriginal(...args)?.getReader();
  return reader && new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
