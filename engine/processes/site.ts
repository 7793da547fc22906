/**
 * The site of `engine/main.ts`, as its flags describe it. The parent and its
 * child processes all serve it.
 *
 * @module
 */

import { serve, type Server } from "../serve_http.ts";

/** The flags that name the site. */
export const SITE_FLAGS = { "root": "text", "cgi-bin": "text" } as const;

/** Which site to serve, and where. */
export interface SiteOptions {
  /** The address to listen on; "127.0.0.1" by default. */
  hostname?: string;
  /** The port to listen on; 8000 by default, 0 for any free port. */
  port?: number;
  /** The directory of the files; by default the course's own site. */
  root?: string;
  /**
   * The directory of the programs, served below `/cgi-bin/`; by default the
   * course's own programs with the course's own site, and none with `root`.
   */
  "cgi-bin"?: string;
  /** Whether the port is shared with other processes; `false` by default. */
  reusePort?: boolean;
}

/**
 * Serves the site.
 *
 * @param options Which site, and where.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 * @throws {UsageError} If a directory cannot be read.
 */
export function serveSite(options: SiteOptions): Server {
  const { "cgi-bin": programs, ...rest } = options;
  if (programs !== undefined) {
    return serve({ ...rest, scripts: { "/cgi-bin": programs } });
  }
  // A directory of one's own should not expose the demonstration programs.
  return serve(rest.root === undefined ? rest : { ...rest, scripts: {} });
}
