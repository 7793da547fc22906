/**
 * A server of programs: a URL becomes a program, the request becomes its input,
 * and its output becomes the answer. RFC 3875 (CGI/1.1).
 *
 * The programs are trusted: they run with the server's rights. The clients are
 * not trusted, neither in what reaches a program through its environment nor in
 * what a program repeats in its answer.
 *
 * Left out on purpose: programs that write to the connection themselves (NPH,
 * section 5); search words as arguments (section 4.4), since many programs take a
 * word that begins with "-" for an option; PATH_TRANSLATED, since only the site
 * knows its files.
 *
 * @module
 */

import { runProgram } from "./01_tcp/program.ts";
import { tolerantLog } from "./01_tcp/log.ts";
import { serveHttp, type Server } from "./02_http.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "./02_http/types.ts";
import { type ServeStaticOptions, staticFiles } from "./03_static.ts";
import { DEFAULT_ROOT } from "./03_static/root_directory.ts";
import { type RunOptions, scriptRunner } from "./04_cgi/run_script.ts";
import { ScriptError } from "./04_cgi/script_error.ts";
import {
  findScript,
  isScriptPath,
  openDirectories,
} from "./04_cgi/script_path.ts";
import type { LocalRedirect } from "./04_cgi/script_response.ts";

/** Options of {@linkcode cgi}: where the programs are, and their limits. */
export interface CgiOptions extends RunOptions {
  /**
   * The directories of programs, by the URL prefix that leads to them; by
   * default `/cgi-bin` and `/ht-bin` lead to the course's own programs.
   */
  scripts?: Readonly<Record<string, string | URL>>;
}

/** Options of {@linkcode serve}. `maxHeaderBytes` applies in both directions. */
export interface ServeCgiOptions extends ServeStaticOptions, CgiOptions {}

const DEFAULT_DIRECTORY = new URL("../cgi-bin/", import.meta.url);

/** How often programs may redirect a request to other programs. */
const MAX_REDIRECTS = 10;

/**
 * Makes a handler that runs programs, and leaves all other paths to a site.
 *
 * Programs may be written in any language: the operating system finds the
 * interpreter in the first line. Windows does not do that. There only `.exe` files
 * can be run, and programs whose first line names `deno`.
 *
 * @param options Where the programs are, and their limits.
 * @param site Answers all requests that are not for a program.
 * @returns The handler. If the `signal` of a request aborts, its program is
 * stopped.
 * @throws {UsageError} If a directory cannot be read.
 * @throws {TypeError} If `options.env` sets a meta-variable.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveHttp } from "./02_http.ts";
 * import { cgi } from "./04_cgi.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const script = "#!/bin/sh\necho 'Content-Type: text/plain'\necho\necho Hello";
 * await Deno.writeTextFile(`${directory}/hello`, script, { mode: 0o755 });
 *
 * const handler = cgi({ scripts: { "/run": directory } }, () => ({ status: 404 }));
 * await using server = serveHttp({ port: 0 }, handler);
 * const url = `http://127.0.0.1:${server.addr.port}/run/hello`;
 * assertEquals(await (await fetch(url)).text(), "Hello\n");
 * await Deno.remove(directory, { recursive: true });
 * ```
 */
export function cgi(options: CgiOptions, site: HttpHandler): HttpHandler {
  const log = tolerantLog(options.log);
  const {
    scripts = { "/cgi-bin": DEFAULT_DIRECTORY, "/ht-bin": DEFAULT_DIRECTORY },
  } = options;
  const directories = openDirectories(scripts);
  const runScript = scriptRunner(options);

  function handle(request: HttpRequest, redirects = 0) {
    return isScriptPath(directories, request.path)
      ? answer(request, redirects)
      : site(request);
  }

  async function answer(
    request: HttpRequest,
    redirects: number,
  ): Promise<HttpResponse> {
    const script = findScript(directories, request.path);
    try {
      const result = await runScript(script, request);
      if (!("target" in result)) return result;
      if (redirects === MAX_REDIRECTS) {
        throw new ScriptError(`Cannot redirect more than ${redirects} times`);
      }
      return handle(localRequest(request, result), redirects + 1);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      log(`${script.scriptName}: ${error.message}`);
      throw new HttpError(502, "The program did not give a valid answer");
    }
  }

  return (request) => handle(request);
}

/**
 * Serves programs, and files besides.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If a directory cannot be read.
 */
export function serve(options: ServeCgiOptions = {}): Server {
  const { root = DEFAULT_ROOT } = options;
  return serveHttp(options, cgi(options, staticFiles(root, options)));
}

/**
 * The request to which a program redirects: a GET without a body, and so without
 * the fields that describe one. RFC 3875 section 6.2.2. HEAD remains HEAD, which
 * asks for the same answer.
 */
function localRequest(
  { method, version, headers, localAddr, remoteAddr, signal }: HttpRequest,
  { location, target: { path, query } }: LocalRedirect,
): HttpRequest {
  const kept = new Headers(
    [...headers].filter(([name]) => !/^(content-|transfer-)/.test(name)),
  );
  return {
    method: method === "HEAD" ? method : "GET",
    target: location,
    path,
    query,
    version,
    headers: kept,
    contentLength: undefined,
    body: null,
    localAddr,
    remoteAddr,
    signal,
  };
}

if (import.meta.main) {
  await runProgram(
    { flags: { "root": "text", "cgi-bin": "text" } },
    ({ "cgi-bin": directory, ...flags }) =>
      serve({
        ...flags,
        scripts: directory === undefined
          ? undefined
          : { "/cgi-bin": directory, "/ht-bin": directory },
      }),
  );
}
