/**
 * @wrong Compares the prefix with the path as it was sent, undecoded: the site
 * decodes it.
 * @replaces solutions/04_cgi/script_path.ts
 * @rejectedBy task 14 · no spelling of a path shows a program's source
 * @saying /%63gi-bin/secret: the body contains "swordfish"
 *
 * @module
 */

import { findScript as findWell } from "../../../solutions/04_cgi/script_path.ts";

export { openDirectories } from "../../../solutions/04_cgi/script_path.ts";

export async function findScript(
  ...[directories, path]: Parameters<typeof findWell>
): ReturnType<typeof findWell> {
  const isScript = directories.some(({ prefix }) =>
    path.startsWith(`/${prefix.join("/")}/`)
  );
  return isScript ? await findWell(directories, path) : undefined;
}
