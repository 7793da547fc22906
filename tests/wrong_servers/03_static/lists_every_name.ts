/**
 * @wrong Lists every link, wherever it leads.
 * @replaces solutions/03_static/listing.ts
 * @rejectedBy task 28 · a link that leads nowhere or outside is not listed
 * @saying the body contains "dangling"
 *
 * @module
 */

export async function listDirectory(
  root: string,
  names: string[],
): Promise<string> {
  let items = "";
  for await (const entry of Deno.readDir([root, ...names].join("/"))) {
    if (entry.name.startsWith(".")) continue;
    if (!entry.isFile && !entry.isDirectory && !entry.isSymlink) continue;
    const href = encodeURIComponent(entry.name);
    items += `<li><a href="${href}">${href}</a></li>`;
  }
  return `<!DOCTYPE html><ul>${items}</ul>`;
}
