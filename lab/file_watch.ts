/**
 * Notices that a server's file has changed.
 *
 * @module
 */

import { basename, fromFileUrl } from "@std/path";

/** How long to wait for further changes, in milliseconds. */
const SETTLE_MS = 100;

/**
 * Watches the folder of a file, since editors replace files.
 *
 * @param file The file.
 * @param isConcerned Whether a change of a file, given by its name, matters.
 * @param onChange Called after such a change.
 * @returns Ends it.
 */
export function watchFolder(
  file: URL,
  isConcerned: (name: string) => boolean,
  onChange: () => void,
): Disposable {
  const watcher = open(new URL(".", file));
  let timer: ReturnType<typeof setTimeout> | undefined;
  (async () => {
    for await (const { kind, paths } of watcher ?? []) {
      if (kind === "access") continue;
      if (!paths.some((path) => isConcerned(basename(path)))) continue;
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLE_MS);
    }
  })();
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}

/** Some file systems tell of no changes; then restarting is up to the user. */
function open(folder: URL): Deno.FsWatcher | undefined {
  try {
    return Deno.watchFs(fromFileUrl(folder), { recursive: false });
  } catch {
    return undefined;
  }
}
