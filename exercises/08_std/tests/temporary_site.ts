/**
 * A site for a test: files, and an empty guestbook.
 *
 * @module
 */

import { type Files, TempDir } from "../../../kit/mod.ts";

/** When the tests say that a file was modified, if it matters. */
export const MODIFIED = new Date("2015-10-21T07:28:00Z");

/** Where a server finds the site. */
export interface SiteOptions {
  /** The directory of the files. */
  readonly root: string;
  /** The database file of the guestbook. */
  readonly database: string;
}

/** A directory `www`, and a directory around it that no path leads to. */
export interface TemporarySite extends AsyncDisposable {
  /** Where the files and the guestbook are, as options of `serve`. */
  readonly options: SiteOptions;
  /** The directory around `www`. */
  readonly directory: TempDir;
}

/**
 * Makes a site.
 *
 * @param files The files in `www`.
 * @returns The site; dispose of it, `await using`.
 */
export async function createSite(files: Files = {}): Promise<TemporarySite> {
  const directory = await TempDir.create();
  await Deno.mkdir(directory.resolve("www"));
  for (const [name, content] of Object.entries(files)) {
    await directory.write(`www/${name}`, content);
  }
  return {
    options: {
      root: directory.resolve("www"),
      database: directory.resolve("guestbook.db"),
    },
    directory,
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}
