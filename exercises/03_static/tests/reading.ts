/**
 * How far the server has read a file that it sends. A pause could not show that
 * it has stopped reading: on a busy machine it may only be slow.
 *
 * @module
 */

import { expectThat, Failure } from "../../../kit/mod.ts";
import { LITTLE } from "./giant.ts";

/** After how many reads of its own the test believes that the server is still. */
const STILL_READS = 400;

/** How many reads the test makes at most. */
const MAX_READS = 50_000;

/** The methods of a file that read it. */
const { read, readSync } = Deno.FsFile.prototype;

/** Watches how far the server reads. */
export class ReadingWatch implements Disposable {
  readonly #files = new Set<Deno.FsFile>();

  /** Begins the watch: the server opens the file later. */
  constructor() {
    const note = (file: Deno.FsFile) => this.#files.add(file);
    Object.assign(Deno.FsFile.prototype, {
      read(this: Deno.FsFile, buffer: Uint8Array) {
        note(this);
        return read.call(this, buffer);
      },
      readSync(this: Deno.FsFile, buffer: Uint8Array) {
        note(this);
        return readSync.call(this, buffer);
      },
    });
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
    let last: number | undefined = 0;
    for (let reads = 0, still = 0; reads < MAX_READS; reads++) {
      await read.call(own, buffer);
      const position = this.#position();
      still = position !== undefined && position === last ? still + 1 : 0;
      if (still === STILL_READS) return;
      last = position;
      expectThat((position ?? 0) < LITTLE, "the server reads on and on", {
        expected: "the server stops reading as long as the client does not " +
          "take what was sent",
        likely,
      });
    }
    throw new Failure("the server does not stop reading", { likely });
  }

  /** Ends the watch. */
  [Symbol.dispose](): void {
    Object.assign(Deno.FsFile.prototype, { read, readSync });
  }

  /** How far the server has read, in bytes; `undefined` if it reads just now. */
  #position(): number | undefined {
    try {
      return Math.max(0, ...[...this.#files].map(positionIn));
    } catch {
      return undefined;
    }
  }
}

/** The position in a file; 0 if it is closed. */
function positionIn(file: Deno.FsFile): number {
  try {
    return file.seekSync(0, Deno.SeekMode.Current);
  } catch (error) {
    if (error instanceof Deno.errors.BadResource) return 0;
    throw error;
  }
}
