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

/** Watches how far a file is read by the server. */
export class ReadingWatch implements Disposable {
  readonly #path: string;
  readonly #open = Deno.open;
  readonly #openSync = Deno.openSync;
  readonly #opened: Deno.FsFile[] = [];

  /**
   * Begins the watch: the server opens the file later.
   *
   * @param path The path of the file.
   */
  constructor(path: string) {
    this.#path = path;
    const name = path.slice(path.lastIndexOf("/"));
    const note = (file: Deno.FsFile, opened: string | URL) => {
      if (`${opened}`.endsWith(name)) this.#opened.push(file);
      return file;
    };
    Deno.open = async (path, options) =>
      note(await this.#open(path, options), path);
    Deno.openSync = (path, options) =>
      note(this.#openSync(path, options), path);
  }

  /**
   * Waits until the server has stopped reading. Meanwhile the test reads the
   * file too: in the time of its reads the server would have read as well.
   *
   * @param likely The likely cause if the server reads on.
   */
  async untilStalled(likely: string): Promise<void> {
    using own = await this.#open(this.#path);
    const buffer = new Uint8Array(4096);
    let last: number | undefined = 0;
    for (let reads = 0, still = 0; reads < MAX_READS; reads++) {
      await own.read(buffer);
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
    Object.assign(Deno, { open: this.#open, openSync: this.#openSync });
  }

  /** How far the server has read, in bytes; `undefined` if it reads just now. */
  #position(): number | undefined {
    try {
      return Math.max(0, ...this.#opened.map(positionIn));
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
