/**
 * A file of 1 TiB that takes hardly any space on the disk, since most of it is
 * a hole, and a watch over the memory of the server that sends it.
 *
 * @module
 */

import {
  type Connection,
  Failure,
  pause,
  toBytes,
  visible,
} from "../../../kit/mod.ts";
import { serveFiles, type Site } from "./site.ts";

/** Large files with a hole: Windows skips these tests. */
export const POSIX = ["ln"];

const MIB = 1024 * 1024;

/** The size of the file, in bytes: more than any machine could read. */
export const GIANT = 1024 * 1024 * MIB;

/** A position in it that has more than 32 bits. */
export const DEEP = 5 * 1024 * MIB;

/** How much more memory a test may take for it, in bytes. */
export const LITTLE = 64 * MIB;

/** Short texts, and their positions in the file. */
const MARKS: readonly [position: number, mark: string][] = [
  [0, "begin"],
  [DEEP, "deep"],
  [GIANT - 3, "end"],
];

/**
 * Serves `giant.bin`.
 *
 * @returns The site.
 */
export async function serveGiant(): Promise<Site> {
  const site = await serveFiles();
  using file = await Deno.create(site.directory.resolve("giant.bin"));
  await file.truncate(GIANT);
  for (const [position, mark] of MARKS) {
    await file.seek(position, Deno.SeekMode.Start);
    await file.write(toBytes(mark));
  }
  return site;
}

/**
 * Fails as soon as the server, in this process, takes much memory.
 *
 * @param site The site with the giant file.
 * @param likely The likely cause if it does.
 * @param body The requests.
 */
export async function inLittleMemory(
  site: Site,
  likely: string,
  body: () => Promise<void>,
): Promise<void> {
  const before = Deno.memoryUsage().rss;
  let isOver = false;
  async function watch(): Promise<void> {
    while (!isOver) {
      const taken = Deno.memoryUsage().rss - before;
      if (taken > LITTLE) throw tooMuchMemory(taken, likely);
      await pause(5);
    }
  }
  const watching = watch();
  try {
    await Promise.race([watching, body()]);
  } finally {
    isOver = true;
    // A server that still reads the file comes to its end here.
    await Deno.truncate(site.directory.resolve("giant.bin"), 0);
    await watching.catch(() => {});
  }
}

function tooMuchMemory(taken: number, likely: string): Failure {
  return new Failure(
    `the server has read ${Math.round(taken / MIB)} MiB into memory`,
    {
      expected: "the server holds a small part of the file, and at most " +
        `${LITTLE / MIB} MiB`,
      likely,
    },
  );
}

/**
 * Expects that these bytes come next, however many follow them.
 *
 * @param connection The connection.
 * @param wanted The bytes.
 * @param likely The likely cause if others come, from those that did.
 */
export async function expectNext(
  connection: Connection,
  wanted: string,
  likely: (found: string) => string | undefined = () => undefined,
): Promise<void> {
  while (connection.unread.length < wanted.length) {
    if (await connection.more() !== "bytes") break;
  }
  const found = connection.unread.subarray(0, wanted.length);
  if (visible(found) === visible(toBytes(wanted))) return;
  throw new Failure(`the body begins with ${visible(found)}`, {
    transcript: connection.transcript,
    expected: `the body ${visible(toBytes(wanted))}`,
    likely: likely(new TextDecoder().decode(found)),
  });
}
