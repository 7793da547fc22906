/**
 * Stage 01, the other end: a TCP client that sends one message and reads the
 * answer to its end.
 *
 * @module
 */
// deno-lint-ignore-file no-unused-vars require-await -- until the tasks are done

import { formatAddr, parseFlags, runMain, UsageError } from "./program.ts";

/** Options of {@linkcode ask}. */
export interface AskOptions {
  /** The server's address; "127.0.0.1" by default. */
  hostname?: string;
  /** The server's port; 8000 by default. */
  port?: number;
  /** How long the whole exchange may take, in milliseconds; 10 000 by default. */
  timeoutMs?: number;
}

/**
 * Connects, sends `message`, half-closes, and reads until the server closes.
 *
 * @param message The message, sent as UTF-8.
 * @param options The server's address, and the deadline.
 * @returns The whole answer, decoded from UTF-8.
 * @throws {Deno.errors.ConnectionRefused} If no server listens there.
 * @throws {Deno.errors.TimedOut} If the answer has not ended in time.
 */
export async function ask(
  message: string,
  options: AskOptions = {},
): Promise<string> {
  // TODO task 4: connect, send, half-close, read to the end, close
  // TODO task 6: keep half a character until its other half arrives
  // TODO task 7: send the whole message
  // TODO task 8: read while you send
  // TODO task 17: give up after timeoutMs
  throw new Error("Task 4 is not done yet");
}

if (import.meta.main) {
  await runMain(async () => {
    const { flags, rest } = parseFlags(Deno.args, {
      hostname: "text",
      port: "number",
    });
    if (rest.length !== 1) {
      throw new UsageError(`Expected one message, found ${rest.length}`);
    }
    const { hostname = "127.0.0.1", port = 8000 } = flags;
    try {
      console.log(await ask(rest[0], { hostname, port }));
    } catch (error) {
      const where = formatAddr({ hostname, port });
      throw new UsageError(`Cannot ask ${where}: ${(error as Error).message}`);
    }
  });
}
