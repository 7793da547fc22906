/**
 * How much the server has read of the file that it sends. A pause could not show
 * that it has stopped reading: on a busy machine it may only be slow.
 *
 * @module
 */

import { expectThat, Failure } from "../../../kit/mod.ts";
import { LITTLE } from "./giant.ts";

/** After how many reads of its own the test believes that the server is still. */
const STILL_READS = 200;

/** How many reads the test makes at most. */
const MAX_READS = 50_000;

/** The methods that read a file. */
const { read, readSync } = Deno.FsFile.prototype;

/** Counts what the server reads. */
export class ReadingWatch implements Disposable {
  #bytes = 0;
  #pending = 0;

  /** Begins to count. */
  constructor() {
    const begin = () => this.#pending++;
    const end = (count: number | null) => {
      this.#pending--;
      this.#bytes += count ?? 0;
      return count;
    };
    const fail = (error: unknown) => {
      this.#pending--;
      throw error;
    };
    Object.assign(Deno.FsFile.prototype, {
      read(this: Deno.FsFile, buffer: Uint8Array) {
        begin();
        return read.call(this, buffer).then(end, fail);
      },
      readSync(this: Deno.FsFile, buffer: Uint8Array) {
        begin();
        return end(readSync.call(this, buffer));
      },
    });
  }

  /** How many bytes the server has read. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Waits until the server has stopped reading. Meanwhile the test reads a file
   * too: in the time of its reads the server would have read as well.
   *
   * @param path The file that the test reads.
   * @param likely The likely cause if the server reads on.
   */
  async untilStalled(path: string, likely: string): Promise<void> {
    using own = await Deno.open(path);
    const buffer = new Uint8Array(4096);
    let last = 0;
    for (let reads = 0, still = 0; reads < MAX_READS; reads++) {
      await read.call(own, buffer);
      const isStill = this.#pending === 0 && this.#bytes === last;
      still = isStill ? still + 1 : 0;
      if (still === STILL_READS) return;
      last = this.#bytes;
      expectThat(last < LITTLE, "the server reads on and on", {
        expected: "the server stops reading as long as the client does not " +
          "take what was sent",
        likely,
      });
    }
    throw new Failure("the server does not stop reading", { likely });
  }

  /** Ends the count. */
  [Symbol.dispose](): void {
    Object.assign(Deno.FsFile.prototype, { read, readSync });
  }
}
