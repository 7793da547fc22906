/**
 * @wrong Lets the handler and the engine read a chunked body at the same time.
 * @replaces solutions/06_persistent/chunked_decoder.ts
 * @rejectedBy task 15 · a body may arrive after its answer
 * @saying the handler and the engine read the body at the same time
 *
 * @module
 */

import { readLine } from "../../../solutions/02_http/read_line.ts";
import { type Bytes, HttpError } from "../../../solutions/02_http/types.ts";
import type { decodeChunks as decodeWell } from "../../../solutions/06_persistent/chunked_decoder.ts";
import { takeContent } from "../../../solutions/06_persistent/length_decoder.ts";

const malformed = () => new HttpError(400, "Cannot read chunked body");
const LIMIT = { bytes: 8192, tooLong: malformed };

/** Unlike a generator, its `next()` does not wait for the last one. */
export function decodeChunks(
  ...[reader, budget, , progress]: Parameters<typeof decodeWell>
) {
  let isFirst = true;
  async function next(): Promise<{ value: Bytes | undefined }> {
    if (progress.left === 0) {
      if (!isFirst) await readLine(reader, budget, LIMIT);
      isFirst = false;
      const line = await readLine(reader, budget, LIMIT) ?? "";
      if (!/^[\da-f]+/i.test(line)) throw malformed();
      progress.left = parseInt(line, 16);
    }
    if (progress.left > 0) {
      return { value: await takeContent(reader, budget, progress) };
    }
    await readLine(reader, budget, LIMIT);
    progress.isDone = true;
    return { value: undefined };
  }
  return { next };
}
