/**
 * A site of files and CGI programs, for a measurement. The arguments are the
 * engine, "engine" or "plain", the directory of the files, and that of the
 * programs, which are served below `/cgi-bin/`. It keeps no log, and prints its
 * port.
 *
 * @module
 */

import { serve as serveFast } from "../engine/serve_http.ts";
import { serve as servePlain } from "../solutions/06_persistent.ts";

const [engine, root, programs] = Deno.args;
const serve = engine === "plain" ? servePlain : serveFast;
const scripts = { "/cgi-bin": programs };
const server = serve({ port: 0, root, scripts, log: () => {} });
console.log(server.addr.port);
