/**
 * `deno task lab`: reads the command line, starts the lab, and ends it on
 * Ctrl-C.
 *
 * @module
 */

import { HELP, parseCommandLine, UsageError } from "./command_line.ts";
import { type Lab, startLab } from "./lab.ts";

async function main(): Promise<void> {
  const options = parseCommandLine(Deno.args);
  if (options === "help") return console.log(HELP);
  await using lab = await start(options);
  const relay = `http://127.0.0.1:${lab.port}/`;
  console.log(`Send requests to ${relay} and open this page in a browser:`);
  console.log(lab.pageUrl);
  await interrupted();
}

async function start(
  options: Exclude<ReturnType<typeof parseCommandLine>, "help">,
): Promise<Lab> {
  try {
    return await startLab(options);
  } catch (error) {
    const isTaken = error instanceof Deno.errors.AddrInUse ||
      (error as { code?: string }).code === "EADDRINUSE";
    if (!isTaken) throw error;
    throw new UsageError(
      `Cannot listen on port ${options.port} or ${options.pagePort}: it is ` +
        "in use, choose others with --port and --page-port",
    );
  }
}

function interrupted(): Promise<void> {
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  return new Promise((resolve) => {
    function stop(): void {
      // The second Ctrl-C has its usual effect.
      for (const signal of signals) Deno.removeSignalListener(signal, stop);
      resolve();
    }
    for (const signal of signals) Deno.addSignalListener(signal, stop);
  });
}

try {
  await main();
  // A client that does not read would keep this process for half a minute.
  Deno.exit();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
