/**
 * @wrong Puts the names of files into the page as they are.
 * @replaces solutions/03_static/listing.ts
 * @rejectedBy task 10 · a name in the page is text, and never a tag
 * @saying the name of a file is put into the page as it is
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
