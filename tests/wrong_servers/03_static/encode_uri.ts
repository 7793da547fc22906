/**
 * @wrong Encodes the names in links with encodeURI.
 * @replaces solutions/03_static/listing.ts
 * @rejectedBy task 10 · a link leads to its file, even if the name is awkward
 * @saying encodeURI() leaves some characters as they are
 *
 * @module
 */

import { escapeHtml } from "../../../solutions/02_http/escape_html.ts";

export async function listDirectory(
  root: string,
  names: string[],
): Promise<string> {
  let items = "";
  for await (const { name } of Deno.readDir([root, ...names].join("/"))) {
    const href = escapeHtml(encodeURI(name));
    items += `<li><a href="${href}">${escapeHtml(name)}</a></li>`;
  }
  return `<!DOCTYPE html><ul>${items}</ul>`;
}
