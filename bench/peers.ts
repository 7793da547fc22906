/**
 * The servers that are compared, and how each is started. Every one of them is
 * a single process, keeps no log, and serves one directory.
 *
 * @module
 */

import {
  freePort,
  type ServerProcess,
  startProgram,
  startServer,
} from "./server_process.ts";

/** What is served: `files/`, and in it `cgi-bin/`. */
export interface Site {
  /** Where the configurations of the servers go. */
  readonly directory: string;
  /** The root of the site. */
  readonly files: string;
}

/** A server, and the program that it needs. */
interface Peer {
  readonly program?: string;
  /** The package of Debian and of Homebrew that has the program. */
  readonly package?: string;
  start(site: Site): Promise<ServerProcess>;
}

const HELLO = (name: string): Peer => ({
  start: () => startServer("hello_server.ts", [name]),
});

const PEERS: Readonly<Record<string, Peer>> = {
  "serveHttp": HELLO("serveHttp"),
  "serveHttp headers": HELLO("serveHttp headers"),
  "bridge": HELLO("bridge"),
  "Deno.serve": HELLO("Deno.serve"),
  "Deno.serve headers": HELLO("Deno.serve headers"),
  "site": {
    start: ({ files }) =>
      startServer("site_server.ts", [files, `${files}/cgi-bin`]),
  },
  "nginx": { program: "nginx", package: "nginx", start: startNginx },
  "lighttpd": {
    program: "lighttpd",
    package: "lighttpd",
    start: startLighttpd,
  },
  "python http.server": {
    program: "python3",
    package: "python3",
    start: (site) => startPython(site, []),
  },
  "python --cgi": {
    program: "python3",
    package: "python3",
    start: (site) => startPython(site, ["--cgi"]),
  },
};

/**
 * Starts a server.
 *
 * @param name Its name in the table.
 * @param site What it serves.
 * @returns The running server.
 */
export function startPeer(name: string, site: Site): Promise<ServerProcess> {
  return PEERS[name].start(site);
}

/**
 * Says which package is missing.
 *
 * @param name The name of a server.
 * @returns The package to install; `undefined` if nothing is missing.
 */
export function missingPackage(name: string): string | undefined {
  const { program, package: name_ } = PEERS[name];
  return program === undefined || isInstalled(program) ? undefined : name_;
}

/**
 * Looks for a program.
 *
 * @param program Its name.
 * @returns Whether it can be run.
 */
export function isInstalled(program: string): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  // Debian keeps servers where only the PATH of root looks.
  return [...folders, "/usr/sbin"].some((folder) => {
    try {
      return Deno.statSync(`${folder}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

async function startNginx({ directory, files }: Site): Promise<ServerProcess> {
  const port = freePort();
  const prefix = await Deno.makeTempDir({ dir: directory });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${prefix}/${name};`).join(" ");
  const configuration = `
daemon off; master_process off; error_log /dev/null; pid ${prefix}/pid;
events { worker_connections 2048; }
http {
  access_log off; sendfile on; tcp_nopush on;
  keepalive_requests 1000000000; ${temporary}
  types { application/octet-stream bin; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root ${files};
    location = / { default_type text/plain; return 200 "Hello, world!\\n"; }
  }
}`;
  const file = `${prefix}/nginx.conf`;
  await Deno.writeTextFile(file, configuration);
  return await startProgram(["nginx", "-p", prefix, "-c", file], port);
}

async function startLighttpd(
  { directory, files }: Site,
): Promise<ServerProcess> {
  const port = freePort();
  const file = await Deno.makeTempFile({ dir: directory, suffix: ".conf" });
  const configuration = `
server.modules = ( "mod_cgi" )
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${files}"
server.max-keep-alive-requests = 1000000000
$HTTP["url"] =~ "^/cgi-bin/" { cgi.assign = ( "" => "" ) }
`;
  await Deno.writeTextFile(file, configuration);
  return await startProgram(["lighttpd", "-D", "-f", file], port);
}

function startPython(
  { files }: Site,
  options: readonly string[],
): Promise<ServerProcess> {
  const port = freePort();
  const where = ["--bind", "127.0.0.1", "--directory", files, `${port}`];
  const module = ["-m", "http.server", ...options];
  return startProgram(["python3", ...module, ...where], port);
}
