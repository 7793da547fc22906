/**
 * @wrong Takes the chunk of size 0 for the end of a body, and leaves the
 * trailers behind it.
 * @replaces engine/body/chunked_decoder.ts
 * @rejectedBy task 5 · the trailers behind the last chunk are read, and dropped
 * @saying A: b: status 400 instead of 200
 *
 * @module
 */

import { ChunkedDecoder as ChunkedDecoderWell } from "../../../engine/body/chunked_decoder.ts";
import type { Input } from "../../../engine/io/input.ts";

export * from "../../../engine/body/chunked_decoder.ts";

export class ChunkedDecoder extends ChunkedDecoderWell {
  #isLast = false;

  override decode(input: Input) {
    const takeLine = (...args: Parameters<Input["takeLine"]>) => {
      if (this.#isLast) return "";
      const line = input.takeLine(...args);
      this.#isLast = line === "0";
      return line;
    };
    const hasty = new Proxy(input, {
      get(target, name) {
        if (name === "takeLine") return takeLine;
        const value = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    return super.decode(hasty);
  }
}
