/**
 * A site with files that are not public, and requests for them.
 *
 * @module
 */

import {
  expectNotInBody,
  expectStatus,
  get,
  type ServerUnderTest,
  variant,
} from "../../../kit/mod.ts";
import type { TemporarySite } from "./temporary_site.ts";

/** The content of every file that is not public. */
export const SECRET = "the secret that nobody may read";

/**
 * Expects that GET and HEAD are answered 404, and that nothing is disclosed:
 * neither a secret nor where the files are on the disk.
 *
 * @param server The server.
 * @param site Its site.
 * @param paths The paths.
 */
export async function expectNotFound(
  server: ServerUnderTest,
  { directory, options }: TemporarySite,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      const link = describeLink(options.root, path);
      expectNotInBody(response, SECRET, {
        expected: `a body without "${SECRET}"${link}`,
      });
      expectStatus(response, 404, { expected: `the status code 404${link}` });
      expectNotInBody(response, directory.path);
    });
    await variant(`HEAD ${path}`, async () => {
      const request = get(path).replace("GET", "HEAD");
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, 404, {
        likely: response.status === 200
          ? "the guard is for GET only: serveDir answers HEAD with size and " +
            "age of the file"
          : undefined,
      });
    });
  }
}

/** Where a path leads, if its first name is a link in the root. */
function describeLink(root: string, path: string): string {
  const [, name] = path.split("/");
  try {
    return `\nin the root, ${name} is a link to ${
      Deno.readLinkSync(`${root}/${name}`)
    }`;
  } catch {
    return "";
  }
}
