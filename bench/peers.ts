/**
 * The servers that are compared, and how each is started. Each is a single
 * process, keeps no log, and serves one directory.
 *
 * @module
 */

import {
  freePort,
  type ServerProcess,
  startProgram,
  startServer,
} from "./server_process.ts";

/** The directories of the site. */
export interface Site {
  /** The directory for the configurations of the servers. */
  readonly directory: string;
  /** The root of the site, with the programs in `cgi-bin/`. */
  readonly files: string;
}

/** A server. */
interface Peer {
  /** The program that it needs, besides Deno. */
  readonly program?: string;
  /** The package of Debian and of Homebrew that contains the program. */
  readonly package?: string;
  start(site: Site): Promise<ServerProcess>;
}

const PEERS: Readonly<Record<string, Peer>> = {
  "engine": hello("engine"),
  "engine headers": hello("engine headers"),
  "engine bridge": hello("engine bridge"),
  "engine site": site("engine"),
  "plain": hello("plain"),
  "plain headers": hello("plain headers"),
  "plain bridge": hello("plain bridge"),
  "plain site": site("plain"),
  "Deno.serve": hello("Deno.serve"),
  "Deno.serve headers": hello("Deno.serve headers"),
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
 * Finds out whether a server can be started.
 *
 * @param name Its name in the table.
 * @returns The package that must be installed first, if any.
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
  // Debian installs servers in a directory that only the PATH of root contains.
  return [...folders, "/usr/sbin"].some((folder) => {
    try {
      return Deno.statSync(`${folder}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

function hello(name: string): Peer {
  return { start: () => startServer("hello_server.ts", [name]) };
}

function site(engine: string): Peer {
  return {
    start: ({ files }) =>
      startServer("site_server.ts", [engine, files, `${files}/cgi-bin`]),
  };
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
