/**
 * @wrong Puts the names of files into the page as they are.
 * @replaces solutions/03_static/listing.ts
 * @rejectedBy task 5 · a listing obeys no name: it is escaped
 * @saying the body contains "<img"
 *
 * @module
 */

export async function listDirectory(
  root: string,
  names: string[],
): Promise<string> {
  let items = "";
  for await (const { name } of Deno.readDir([root, ...names].join("/"))) {
    items += `<li><a href="${encodeURIComponent(name)}">${name}</a></li>`;
  }
  return `<!DOCTYPE html><ul>${items}</ul>`;
}
