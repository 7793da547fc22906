/**
 * @wrong Turns every error of the connection into TimedOut.
 * @replaces exercises/01_tcp/client.ts
 * @rejectedBy task 17 · an error of the connection stays what it is
 * @saying every error becomes TimedOut
 *
 * @module
 */

import type { AskOptions } from "../../../solutions/01_tcp/client.ts";

export async function ask(
  message: string,
  { hostname = "127.0.0.1", port = 8000, timeoutMs = 10_000 }: AskOptions = {},
): Promise<string> {
  const connection = await Deno.connect({ hostname, port });
  const timer = setTimeout(() => connection.close(), timeoutMs);
  try {
    await connection.write(new TextEncoder().encode(message));
    await connection.closeWrite();
    return await new Response(connection.readable).text();
  } catch {
    throw new Deno.errors.TimedOut(`No answer within ${timeoutMs} ms`);
  } finally {
    clearTimeout(timer);
  }
}
