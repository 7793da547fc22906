/**
 * @wrong Reads a chunk-size with parseInt, which forgives what stands around it.
 * @replaces engine/body/chunked_decoder.ts
 * @rejectedBy task 12 · a chunk-size that is doubtful is refused, with all
 * @saying "+5": status 200 instead of 400
 *
 * @module
 */

import { ChunkedDecoder as ChunkedDecoderWell } from "../../../engine/body/chunked_decoder.ts";
import type { Input } from "../../../engine/io/input.ts";

export * from "../../../engine/body/chunked_decoder.ts";

export class ChunkedDecoder extends ChunkedDecoderWell {
  override decode(input: Input) {
    function takeLine(...args: Parameters<Input["takeLine"]>) {
      const line = input.takeLine(...args);
      const size = parseInt(line ?? "", 16);
      const isTrailer = line?.includes(":") ?? false;
      return Number.isNaN(size) || isTrailer ? line : size.toString(16);
    }
    const lenient = new Proxy(input, {
      get(target, name) {
        if (name === "takeLine") return takeLine;
        const value = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    return super.decode(lenient);
  }
}
