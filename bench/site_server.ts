/**
 * The site of stage 06, files and CGI programs, for a measurement: it serves the
 * directory of the first argument, runs the programs of the second as
 * `/cgi-bin/`, keeps no log, and prints its port.
 *
 * @module
 */

import { serve } from "../engine/serve_http.ts";

const [root, programs] = Deno.args;
const scripts = { "/cgi-bin": programs };
const server = serve({ port: 0, root, scripts, log: () => {} });
console.log(server.addr.port);
