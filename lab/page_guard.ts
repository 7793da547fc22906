/**
 * Who may talk to the page's server: pages of this very address only. Another
 * site that is open in the same browser must neither read what was recorded nor
 * send anything, even under a name of its own that points to 127.0.0.1.
 *
 * @module
 */

import { HttpError, type HttpHandler, type HttpRequest } from "../mod.ts";

/** The page may load only files of this server, and no inline script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** The fields of every response. */
const FIELDS = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};

/**
 * Lets only requests of the lab's own page through.
 *
 * @param handler Answers them.
 * @returns A handler that refuses the others with 403.
 */
export function guardPage(handler: HttpHandler): HttpHandler {
  return async (request) => {
    check(request);
    const response = await handler(request);
    const headers = new Headers(response.headers as HeadersInit);
    for (const [name, value] of Object.entries(FIELDS)) {
      headers.set(name, value);
    }
    return { ...response, headers };
  };
}

function check({ headers, method, localAddr }: HttpRequest): void {
  const host = headers.get("host") ?? "";
  const names = ["127.0.0.1", "localhost"];
  if (!names.some((name) => host === `${name}:${localAddr.port}`)) {
    throw new HttpError(403, `Not the lab's own address: Host ${host}`);
  }
  const origin = headers.get("origin");
  // A browser sends Origin with every POST, and with what other sites fetch.
  if (origin === null ? method !== "GET" : origin !== `http://${host}`) {
    throw new HttpError(403, `Not the lab's own page: Origin ${origin}`);
  }
  const site = headers.get("sec-fetch-site") ?? "none";
  // "none" is an address that was typed, a bookmark or another program.
  if (site !== "same-origin" && site !== "none") {
    throw new HttpError(403, `Not the lab's own page: Sec-Fetch-Site ${site}`);
  }
}
