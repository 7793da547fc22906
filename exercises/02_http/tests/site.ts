/**
 * The site of stage 02 as its tests see it: the files that it serves, and the
 * name that its page shows after the form.
 *
 * @module
 */

import {
  bodyText,
  expectField,
  expectStatus,
  Failure,
  type RawResponse,
  toBytes,
} from "../../../kit/mod.ts";

/** A command that sends a GET request and shows every byte of the answer. */
export const SEND =
  "deno task send 'GET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n'";

/** A command that submits the form. */
export const SUBMIT =
  "curl -i -d 'firstname=Ada+Lovelace' http://127.0.0.1:8000/";

/**
 * Reads a file that the site serves.
 *
 * @param name Its name in `fixtures/`: "form.html", "www/test.jpg".
 * @returns Its bytes.
 */
export function fixture(name: string): Promise<Uint8Array> {
  return Deno.readFile(new URL(`../../../fixtures/${name}`, import.meta.url));
}

/**
 * Expects that Content-Type, if an error has one, names a media type.
 *
 * @param response The answer with the error.
 */
export function expectTypeOfError(response: RawResponse): void {
  if (!response.headers.has("Content-Type")) return;
  expectField(response, "Content-Type", /^[^\s/;]+\/[^\s/;]+(\s*;|$)/, {
    because: "RFC 9110 section 8.3: Content-Type names a media type",
    expected: "a type such as text/plain, or no Content-Type",
  });
}

/** Options of {@linkcode expectName}. */
export interface NameOptions {
  /** Whether the name must be escaped; true by default. */
  escaped?: boolean;
  /** The likely cause, if the name that is shown does not tell. */
  likely?: string;
}

/**
 * Expects the page, and after its form a paragraph with the name.
 *
 * @param response The answer to a POST.
 * @param name The name that a browser should show.
 * @param options Whether the name must be escaped, and the likely cause.
 */
export function expectName(
  response: RawResponse,
  name: string,
  { escaped = true, likely }: NameOptions = {},
): void {
  expectStatus(response, 200);
  const text = bodyText(response);
  const form = text.indexOf("</form>");
  const match = /<p>(.*?)<\/p>/s.exec(form < 0 ? "" : text.slice(form));
  const shown = match && unescape(match[1]);
  if (shown === name || (!escaped && match?.[1] === name)) return;
  const at = toBytes(text.slice(0, form + (match?.index ?? 0))).length;
  const isMarked = response.framing !== "chunked" && form >= 0;
  throw new Failure(headlineOf(form, match?.[1], shown, name), {
    transcript: response.source.transcript,
    mark: isMarked
      ? {
        offset: response.bodyOffset + at,
        note: match ? "this paragraph" : "it belongs after this form",
      }
      : undefined,
    expected: `after the form: <p>NAME</p> that a browser shows as "${name}"`,
    likely: match ? causeOf(match[1], shown, name) ?? likely : undefined,
  });
}

function headlineOf(
  form: number,
  paragraph: string | undefined,
  shown: string | null | undefined,
  name: string,
): string {
  if (form < 0) return "the answer is not the page with the form";
  if (paragraph === undefined) return "no paragraph follows the form";
  if (shown === undefined) return `the name is not escaped: ${paragraph}`;
  return `the name is shown as "${shown}" instead of "${name}"`;
}

/** The cause that the paragraph proves. */
function causeOf(
  paragraph: string,
  shown: string | null | undefined,
  name: string,
): string | undefined {
  if (paragraph === name || shown === undefined) {
    return "the name goes into the page as it came: replace & by &amp; first, " +
      "then < by &lt; and > by &gt;";
  }
  if (shown?.includes("\0")) {
    return "the whole buffer is decoded: only its first bytes were read, as many " +
      "as read() says";
  }
  if (shown?.includes("&lt;") || shown?.includes("&amp;")) {
    return "the & is replaced last, and with it those of &lt; and &gt;: replace " +
      "it first; or the name is escaped twice";
  }
  if (shown === "null" || shown === "undefined") {
    return `${shown} is shown: get() returns null for a form without the name, so ` +
      'take ?? ""';
  }
  if (shown?.replaceAll("+", " ") === name) {
    return "the + is kept, but in a form it stands for a space: URLSearchParams " +
      "decodes it, decodeURIComponent does not";
  }
  if (shown?.includes("%") && decodes(shown, name)) {
    return "the name is not decoded: new URLSearchParams(body).get decodes it";
  }
  if (/[%+]/.test(name) && decodes(name, shown ?? "")) {
    return "the name is decoded twice: URLSearchParams.get has decoded it";
  }
  if (shown?.includes("\ufffd")) {
    return "each read() is decoded on its own, or at the wrong byte: keep the " +
      "bytes, and decode the body as a whole";
  }
  if (name.includes("$") && shown !== name) {
    return "in the replacement text of String.replace, $ has a meaning: pass a " +
      "function, () => text";
  }
}

function decodes(encoded: string, text: string): boolean {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " ")) === text;
  } catch {
    return false;
  }
}

/** The text that a browser shows; `undefined` if it is markup. */
function unescape(html: string): string | undefined {
  if (/[<>]|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\dA-F]+);)/i.test(html)) return;
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return html.replace(
    /&(#x?)?(\w+);/gi,
    (_, number, name) =>
      number
        ? String.fromCodePoint(parseInt(name, number === "#" ? 10 : 16))
        : named[name.toLowerCase() as keyof typeof named],
  );
}
