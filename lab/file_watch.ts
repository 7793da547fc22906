/**
 * Notices that a server's file has changed.
 *
 * @module
 */

import { fromFileUrl } from "@std/path";

/** How long to wait for further changes, in milliseconds. */
const SETTLE_MS = 100;

/**
 * Watches the folder of a file, since editors replace files.
 *
 * @param file The file.
 * @param onChange Called after a change of any module in the folder.
 * @returns Ends it.
 */
export function watchFolder(file: URL, onChange: () => void): Disposable {
  const watcher = open(new URL(".", file));
  let timer: ReturnType<typeof setTimeout> | undefined;
  (async () => {
    for await (const { kind, paths } of watcher ?? []) {
      const isModule = paths.some((path) =>
        /\.(?:[cm]?[jt]sx?|json)$/.test(path)
      );
      if (kind === "access" || !isModule) continue;
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
    return Deno.watchFs(fromFileUrl(folder));
  } catch {
    return undefined;
  }
}
