/**
 * The site of this stage: a page with a picture and a form, and the page again
 * with what was typed into the form.
 *
 * @module
 */

import { escapeHtml } from "./escape_html.ts";
import { isStandardMethod, refuseMethod } from "./methods.ts";
import { quote } from "./syntax.ts";
import {
  type Bytes,
  HttpError,
  type HttpRequest,
  type HttpResponse,
} from "./types.ts";

const PAGE = new URL("../../fixtures/form.html", import.meta.url);
const PICTURE = new URL("../../fixtures/www/test.jpg", import.meta.url);

/** The paths of the site, and the methods that they serve. */
const RESOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  ["/", ["GET", "HEAD", "POST"]],
  ["/test.jpg", ["GET", "HEAD"]],
]);

/**
 * Answers `GET /`, `POST /` and `GET /test.jpg`.
 *
 * @param request The request.
 * @returns The answer.
 * @throws {HttpError} 404 for any other path.
 */
export async function formSite(request: HttpRequest): Promise<HttpResponse> {
  const { method, path, body } = request;
  const allowed = RESOURCES.get(path);
  if (allowed === undefined && isStandardMethod(method)) {
    throw new HttpError(404, `Cannot find ${quote(path)}`);
  }
  if (!allowed?.includes(method)) return refuseMethod(method, allowed ?? []);
  if (path === "/test.jpg") {
    return {
      status: 200,
      headers: { "Content-Type": "image/jpeg" },
      body: await Deno.readFile(PICTURE),
    };
  }
  const page = await Deno.readTextFile(PAGE);
  return {
    status: 200,
    headers: { "Content-Type": "text/html; charset=utf-8" },
    body: method === "POST" ? greet(page, await readText(body)) : page,
  };
}

/** Adds the first name of a submitted form to the end of the page. */
function greet(page: string, submitted: string): string {
  const firstName = new URLSearchParams(submitted).get("firstname") ?? "";
  const paragraph = `<p>${escapeHtml(firstName)}</p>\n`;
  // A function, since "$&" has a meaning in a replacement text.
  return page.replace(/<\/body>|$/, (end) => paragraph + end);
}

/** Decodes a body; the decoder keeps a character that a chunk has cut in two. */
async function readText(body: ReadableStream<Bytes> | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
