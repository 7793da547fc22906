/**
 * The page that lists a directory.
 *
 * @module
 */

import { join, relative } from "../../path/mod.ts";
import { baseHeaders } from "./plain_response.ts";

/** What decides what the page shows. */
export interface ListDirectoryOptions {
  /** The directory that is the site; "." by default. */
  fsRoot?: string;
  /** Whether names that begin with a dot are shown; `false` by default. */
  showDotfiles?: boolean;
}

/**
 * Lists a directory.
 *
 * @param req The request.
 * @param path The path of the directory.
 * @param options What the page shows.
 * @returns The page.
 */
export async function listDirectory(
  req: Request,
  path: string,
  options: ListDirectoryOptions,
): Promise<Response> {
  const { fsRoot = ".", showDotfiles = false } = options;
  const below = relative(fsRoot, path).replaceAll("\\", "/");
  const rows = below === "" ? [] : [renderRow("..", "../", "")];
  for (const entry of await readEntries(path)) {
    if (!showDotfiles && entry.name.startsWith(".")) continue;
    const name = entry.isDirectory ? `${entry.name}/` : entry.name;
    const url = `./${encodeURIComponent(entry.name)}`;
    const size = entry.isFile ? await describeSize(join(path, entry.name)) : "";
    rows.push(renderRow(entry.isDirectory ? `${url}/` : url, name, size));
  }
  const page = renderPage(below === "" ? "/" : `/${below}/`, rows);
  const headers = baseHeaders();
  headers.set("Content-Type", "text/html; charset=UTF-8");
  if (req.method !== "HEAD") return new Response(page, { headers });
  const { length } = new TextEncoder().encode(page);
  headers.set("Content-Length", `${length}`);
  return new Response(null, { headers });
}

async function readEntries(path: string): Promise<Deno.DirEntry[]> {
  const entries = await Array.fromAsync(Deno.readDir(path));
  const key = ({ name }: Deno.DirEntry) => name.toLowerCase();
  return entries.sort((a, b) => key(a) < key(b) ? -1 : 1);
}

/** A file may have gone since the directory was read. */
async function describeSize(path: string): Promise<string> {
  try {
    return `${(await Deno.stat(path)).size} B`;
  } catch {
    return "";
  }
}

function renderRow(url: string, name: string, size: string): string {
  return `<tr><td>${size}</td><td><a href="${escapeHtml(url)}">${
    escapeHtml(name)
  }</a></td></tr>`;
}

function renderPage(title: string, rows: readonly string[]): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="UTF-8"><title>Index of ${escapeHtml(title)}</title></head>
<body>
<h1>Index of ${escapeHtml(title)}</h1>
<table>
${rows.join("\n")}
</table>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}
