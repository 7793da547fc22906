/**
 * The guestbook as a handler: it shows the form and the entries, stores what is
 * posted, and explains it to the visitor if that is not possible.
 *
 * @module
 */

import { tolerantLog } from "../01_tcp/log.ts";
import { refuseMethod } from "../02_http/methods.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "../02_http/types.ts";
import { DatabaseError, Entries, type NewEntry } from "./entries.ts";
import { findProblems, readForm } from "./form.ts";
import { type PageContent, renderPage } from "./page.ts";

/** Options of {@linkcode guestbook}. */
export interface GuestbookOptions {
  /** The path of the guestbook; "/" by default. */
  path?: string;
  /** Answers requests for other paths; with 404 by default. */
  site?: HttpHandler;
  /**
   * How long a request may wait for a file that another process has locked, in
   * milliseconds; 5000 by default. Then it is answered 503.
   */
  busyTimeoutMs?: number;
  /** Takes one line per failure of the database; `console.log` by default. */
  log?(line: string): void;
}

/** A guestbook. Dispose of it after the last request, so that it closes its file. */
export interface Guestbook extends HttpHandler, Disposable {}

const METHODS: readonly string[] = ["GET", "HEAD", "POST"];

/**
 * Makes a guestbook. The file is opened by the first request that needs it. If
 * it cannot be used, that request is answered 503, and the next one tries again.
 *
 * @param database The database file; it is created if it is missing.
 * @param options The path of the guestbook, and the site around it.
 * @returns The handler; dispose of it in the end.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { serveHttp } from "../06_persistent.ts";
 * import { guestbook } from "./guestbook.ts";
 *
 * const directory = await Deno.makeTempDir();
 * {
 *   using handler = guestbook(`${directory}/guestbook.db`);
 *   await using server = serveHttp({ port: 0, log() {} }, handler);
 *   const url = `http://127.0.0.1:${server.addr.port}/`;
 *   const body = new URLSearchParams({ firstname: "Ada", message: "Hello" });
 *   const page = await fetch(url, { method: "POST", body });
 *   assertStringIncludes(await page.text(), "<p>Hello</p>");
 * }
 * await Deno.remove(directory, { recursive: true });
 * ```
 */
export function guestbook(
  database: string | URL,
  options: GuestbookOptions = {},
): Guestbook {
  const { path = "/", site = notFound } = options;
  const log = tolerantLog(options.log);
  const entries = new Entries(database, options);

  function handle(request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const { method } = request;
    if (request.path !== path) return site(request);
    if (!METHODS.includes(method)) return refuseMethod(method, METHODS);
    return method === "POST" ? store(request) : show(request);
  }

  async function show({ query, signal }: HttpRequest): Promise<HttpResponse> {
    const number = parsePageNumber(query);
    try {
      const list = await entries.read(number, signal);
      if (list.entries.length === 0 && number > 1) {
        throw new HttpError(404, `There is no page ${number}`);
      }
      return answer(200, { path, list });
    } catch (error) {
      return answerFailure(error);
    }
  }

  async function store(request: HttpRequest): Promise<HttpResponse> {
    const typed = await readForm(request);
    const problems = findProblems(typed);
    if (problems.length > 0) return answer(422, { path, typed, problems });
    try {
      await entries.add(typed, request.signal);
    } catch (error) {
      return answerFailure(error, typed);
    }
    // After 303 the browser fetches the page with GET, and reloading that stores
    // nothing twice. RFC 9110 section 15.4.4.
    return { status: 303, headers: { "Location": path } };
  }

  /** Only the log gets the path of the file and the reason; visitors do not. */
  function answerFailure(error: unknown, typed?: NewEntry): HttpResponse {
    if (!(error instanceof DatabaseError)) throw error;
    log(error.message);
    const problem = error.isBusy
      ? "The guestbook is busy: please try again in a moment."
      : "The guestbook is out of order: please try again later.";
    const problems = [problem];
    return answer(503, { path, typed, problems });
  }

  return Object.assign(handle, {
    [Symbol.dispose]: () => entries[Symbol.dispose](),
  });
}

/** The number of the requested page. */
function parsePageNumber(query: string | undefined): number {
  const value = new URLSearchParams(query).get("page") ?? "1";
  // A longer number may be too large to be exact, and for SQLite.
  if (!/^[1-9]\d{0,8}$/.test(value)) {
    throw new HttpError(400, "Cannot show the page: expected ?page=1 or more");
  }
  return Number(value);
}

function answer(status: number, content: PageContent): HttpResponse {
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    // The next request may have to show other entries.
    "Cache-Control": "no-store",
    "Retry-After": status === 503 ? "1" : undefined,
  };
  return { status, headers, body: renderPage(content) };
}

function notFound(): HttpResponse {
  throw new HttpError(404, "There is nothing here");
}
