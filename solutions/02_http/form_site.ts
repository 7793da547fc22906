/**
 * The site of this stage: a page with a picture and a form, and what the form
 * was filled in with.
 *
 * @module
 */

import { escapeHtml } from "./escape_html.ts";
import { refuseMethod } from "./methods.ts";
import type { Bytes, HttpRequest, HttpResponse } from "./types.ts";

const PAGE = new URL("../../fixtures/form.html", import.meta.url);
const PICTURE = new URL("../../fixtures/www/test.jpg", import.meta.url);

/**
 * Answers `GET /`, `GET /test.jpg` and `POST /`.
 *
 * @param request The request.
 * @returns The answer.
 */
export async function formSite(request: HttpRequest): Promise<HttpResponse> {
  const { method, path } = request;
  const allowed = allowedMethods(path);
  if (!allowed.includes(method)) {
    const refusal = refuseMethod(method, allowed);
    return allowed.length > 0 || refusal.status === 501
      ? refusal
      : notFound(path);
  }
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
    body: method === "POST" ? await greet(page, request) : page,
  };
}

function allowedMethods(path: string): string[] {
  if (path === "/") return ["GET", "HEAD", "POST"];
  return path === "/test.jpg" ? ["GET", "HEAD"] : [];
}

function notFound(path: string): HttpResponse {
  return {
    status: 404,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
    body: `Not found: ${path}\n`,
  };
}

/** The page, followed by the first name that was submitted. */
async function greet(page: string, { body }: HttpRequest): Promise<string> {
  const form = new URLSearchParams(await readText(body));
  const paragraph = `<p>${escapeHtml(form.get("firstname") ?? "")}</p>\n`;
  // A function, since "$&" in a replacement text would not mean itself.
  return page.replace(/<\/body>|$/i, (end) => paragraph + end);
}

/** The decoder keeps what the end of a chunk has cut in two. */
async function readText(body: ReadableStream<Bytes> | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
