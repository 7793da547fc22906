/**
 * @wrong Reads old bytes of the buffer as if they had just arrived.
 * @replaces engine/head/quick_head_reader.ts
 * @rejectedBy quick_head_reader_test · the fast path agrees with the plain one: default limits
 * @saying the section is incomplete
 *
 * @module
 */

import { QuickHeadReader as Correct } from "../../../engine/head/quick_head_reader.ts";
import type { Input } from "../../../engine/io/input.ts";

export class QuickHeadReader extends Correct {
  override read(input: Input) {
    return super.read({ ...input, end: input.buffer.length } as Input);
  }
}
