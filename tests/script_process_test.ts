/**
 * The processes of CGI programs: a race between their end and a signal.
 *
 * @module
 */

import { ScriptProcess } from "../solutions/04_cgi/script_process.ts";

/** How often a program is stopped around the moment at which it ends. */
const ROUNDS = 60;

Deno.test({
  name: "a program may end just when it is stopped",
  ignore: Deno.build.os === "windows",
  sanitizeOps: true,
  sanitizeResources: true,
  timeout: 10_000,
  fn: async () => {
    for (let round = 0; round < ROUNDS; round++) {
      // From before its start until after its end, four side by side.
      await Promise.all([0, 1, 2, 3].map((ms) => runAndStop(ms + round % 8)));
    }
  },
});

async function runAndStop(ms: number): Promise<void> {
  const stopping = new AbortController();
  const command = { executable: "/bin/sh", args: ["-c", ":"], env: {} };
  const program = new ScriptProcess(command, {
    cwd: "/",
    env: {},
    body: null,
    timeoutMs: 10_000,
    signal: stopping.signal,
    log: () => {},
  });
  const timer = setTimeout(() => stopping.abort(), ms);
  // Block the event loop, so that the timer and the program's end coincide.
  const end = performance.now() + 2;
  while (performance.now() < end);
  try {
    while (await program.read() !== null);
  } catch {
    // It was stopped.
  }
  await program.ended;
  clearTimeout(timer);
}
