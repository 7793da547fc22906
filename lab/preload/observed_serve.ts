/**
 * Finds out where `Deno.serve` listens. It does not go through `Deno.listen`,
 * so its reads and writes cannot be watched.
 *
 * @module
 */

import type { Reporter } from "./reporter.ts";

/** The options that matter here, whichever form they are given in. */
type Options = Deno.ServeTcpOptions & Record<string, unknown>;

/**
 * Makes `Deno.serve` tell its port, and listen on any free one.
 *
 * @param reporter Takes the reports.
 */
export function observeServe(reporter: Reporter): void {
  const { serve } = Deno;
  function observed(...args: unknown[]): unknown {
    const isBare = typeof args[0] === "function";
    const options = (isBare ? {} : args[0]) as Options;
    const rest = isBare ? args : args.slice(1);
    // A socket in the file system has no port.
    if ("path" in options) return Reflect.apply(serve, Deno, args);
    const { onListen = printUrl } = options;
    return Reflect.apply(serve, Deno, [{
      ...options,
      port: 0,
      onListen(addr: Deno.NetAddr) {
        reporter.report({ type: "listening", port: addr.port });
        onListen(addr);
      },
    }, ...rest]);
  }
  Deno.serve = observed as typeof Deno.serve;
}

/** Prints the line that `Deno.serve` prints without `onListen`. */
function printUrl({ hostname, port }: Deno.NetAddr): void {
  console.log(`Listening on http://${hostname}:${port}/`);
}
