/**
 * The page that stands for a directory without an index.html.
 *
 * @module
 */

import { escapeHtml } from "../02_http/escape_html.ts";
import { isServedName } from "./file_path.ts";

/**
 * Lists a directory as a page of links, sorted by name. What would not be
 * served is not listed: hidden files, FIFOs, devices.
 *
 * @param path The directory.
 * @param title What the page calls it: its path on this site, decoded.
 * @returns The page, HTML in UTF-8.
 */
export async function listDirectory(
  path: string,
  title: string,
): Promise<string> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(path)) {
    if (!isServedName(entry.name)) continue;
    if (entry.isDirectory) names.push(`${entry.name}/`);
    else if (entry.isFile || entry.isSymlink) names.push(entry.name);
  }
  names.sort();
  if (title !== "/") names.unshift("../");
  const heading = escapeHtml(`Listing of ${title}`);
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>${heading}</title>
</head>
<body>
<h1>${heading}</h1>
<ul>
${names.map(toItem).join("\n")}
</ul>
</body>
</html>
`;
}

/** A name as a link; "./" before it, since "javascript:" is a name too. */
function toItem(name: string): string {
  const href = name.split("/").map(encodeURIComponent).join("/");
  return `<li><a href="./${href}">${escapeHtml(name)}</a></li>`;
}
