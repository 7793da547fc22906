/**
 * The page that lists a directory without an index.html.
 *
 * @module
 */

import { join } from "@std/path";
import { escapeHtml } from "../02_http/escape_html.ts";
import { HttpError } from "../02_http/types.ts";
import { toHttpError } from "./file_error.ts";
import { findFile, isServedName } from "./file_path.ts";

/**
 * Lists a directory as a page of links, sorted by name. The page offers only
 * entries that would be served. It leaves out hidden files, FIFOs, devices, links
 * that lead nowhere or out of the root, names that are not UTF-8, and files that
 * may not be read.
 *
 * @param root The directory that is served, without symbolic links.
 * @param names The names that lead from there to the directory.
 * @returns The page, HTML in UTF-8.
 */
export async function listDirectory(
  root: string,
  names: string[],
): Promise<string> {
  const title = ["", ...names, ""].join("/");
  const entries: string[] = [];
  for await (const { name } of Deno.readDir(join(root, ...names))) {
    const slash = await findSlash(root, [...names, name]);
    if (slash !== undefined) entries.push(name + slash);
  }
  entries.sort();
  if (title !== "/") entries.unshift("../");
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
${entries.map(toItem).join("\n")}
</ul>
</body>
</html>
`;
}

/**
 * Treats an entry as a request for it would.
 *
 * @returns The end of its link: "/" for a directory, "" for a file; `undefined`
 * if the request would be refused.
 */
async function findSlash(
  root: string,
  names: string[],
): Promise<"/" | "" | undefined> {
  if (!isServedName(names.at(-1)!)) return undefined;
  try {
    const { path, isDirectory } = findFile(root, names);
    // On Windows a directory cannot be opened.
    if (isDirectory && Deno.build.os === "windows") return "/";
    (await Deno.open(path)).close();
    return isDirectory ? "/" : "";
  } catch (error) {
    const httpError = toHttpError(error);
    if (httpError instanceof HttpError && httpError.status < 500) {
      return undefined;
    }
    throw httpError;
  }
}

/** A name as a link. After "./", "javascript:" is a name and not a scheme. */
function toItem(name: string): string {
  const href = name.split("/").map(encodeURIComponent).join("/");
  return `<li><a href="./${href}">${escapeHtml(name)}</a></li>`;
}
