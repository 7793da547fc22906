/**
 * @wrong Starts its deadline again with each read.
 * @replaces exercises/01_tcp/client.ts
 * @rejectedBy task 17 · ask gives up on an answer that never ends
 * @saying it is for the whole exchange
 *
 * @module
 */

import type { AskOptions } from "../../../solutions/01_tcp/client.ts";

export async function ask(
  message: string,
  { hostname = "127.0.0.1", port = 8000, timeoutMs = 10_000 }: AskOptions = {},
): Promise<string> {
  using connection = await Deno.connect({ hostname, port });
  await connection.write(new TextEncoder().encode(message));
  await connection.closeWrite();
  const buffer = new Uint8Array(1024);
  let answer = "";
  for (;;) {
    const timer = setTimeout(() => connection.close(), timeoutMs);
    try {
      const count = await connection.read(buffer);
      if (count === null) return answer;
      answer += new TextDecoder().decode(buffer.subarray(0, count));
    } catch {
      throw new Deno.errors.TimedOut(`No answer within ${timeoutMs} ms`);
    } finally {
      clearTimeout(timer);
    }
  }
}
