/**
 * The other end of the connection: a TCP client that sends one message and reads
 * the answer to its end.
 *
 * @module
 */

import { formatAddr, parseFlags, runMain, UsageError } from "./program.ts";
import { writeAll } from "./write_all.ts";

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
  const { hostname = "127.0.0.1", port = 8000, timeoutMs = 10_000 } = options;
  using connection = await Deno.connect({ hostname, port });
  let timedOut = false;
  const deadline = setTimeout(() => {
    timedOut = true;
    connection.close();
  }, timeoutMs);
  try {
    // At the same time: a server that answers while we are still sending would
    // otherwise wait for us to read, and we for it.
    const [answer] = await Promise.all([
      readToEnd(connection),
      send(connection, new TextEncoder().encode(message)),
    ]);
    return answer;
  } catch (error) {
    if (!timedOut) throw error;
    throw new Deno.errors.TimedOut(
      `Cannot read the whole answer of ${hostname}:${port} within ${timeoutMs} ms`,
    );
  } finally {
    clearTimeout(deadline);
  }
}

/** Sends the whole message, then half-closes. */
async function send(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  await writeAll(connection, bytes);
  await connection.closeWrite();
}

/** Reads to the end of file; the decoder keeps a character that a read cut. */
async function readToEnd(connection: Deno.TcpConn): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(4096);
  let text = "";
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) return text + decoder.decode();
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
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
