/**
 * A site with secrets: hidden files in its root, and files next to its root.
 *
 * @module
 */

import { expectNotInBody, variant } from "../../../kit/mod.ts";
import { type Causes, serveFiles, type Site } from "./site.ts";

const SECRET = "the secret that no client may read";

/**
 * Serves the directory `www`, which has secrets in it and next to it.
 *
 * @returns The site.
 */
export function serveWithSecrets(): Promise<Site> {
  return serveFiles({
    "www/index.html": "<p>Index",
    "www/page.html": "<p>Page",
    "www/notes/tcp.txt": "Bytes, not messages",
    "www/.env": SECRET,
    "www/.git/config": SECRET,
    "www/notes/.draft": SECRET,
    "secret.txt": SECRET,
    "www-secret/secret.txt": SECRET,
  }, { root: "www" });
}

/**
 * Expects 404 for a path, and no secret.
 *
 * @param site The site.
 * @param path The path.
 * @param likely The likely cause if anything is served there.
 */
export async function expectHidden(
  site: Site,
  path: string,
  likely?: string,
): Promise<void> {
  await variant(path, async () => {
    const response = await site.get(path);
    expectNotInBody(response, SECRET, { likely });
    const causes: Causes = {
      200: likely,
      301: likely,
      400: "the path is well-formed: a client that asks for it is told that " +
        "nothing is there, 404",
      403: "403 would tell that something is there: answer 404",
    };
    site.expectStatus(response, 404, causes);
  });
}
