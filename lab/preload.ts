/**
 * Runs in the server's process before its main module, and tells the lab what
 * the server does with its sockets and its CGI programs.
 *
 * @module
 */

import { observeListen } from "./preload/observed_connection.ts";
import { observeScripts } from "./preload/observed_script.ts";
import { observeServe } from "./preload/observed_serve.ts";
import { Reporter } from "./preload/reporter.ts";

const [port, token] = (Deno.env.get("LAB_OBSERVER") ?? "").split(" ");
// The server's own children are not watched.
Deno.env.delete("LAB_OBSERVER");
if (token) {
  const reporter = new Reporter(Deno.connect, Number(port), token);
  observeListen(reporter);
  observeServe(reporter);
  observeScripts(reporter);
}
