/**
 * @wrong Takes one `read` for the whole answer.
 * @replaces exercises/01_tcp/client.ts
 * @rejectedBy task 4 · ask waits for an answer that comes in pieces
 * @saying one read() is taken for the whole answer
 *
 * @module
 */

import type { AskOptions } from "../../../solutions/01_tcp/client.ts";

export async function ask(
  message: string,
  { hostname = "127.0.0.1", port = 8000 }: AskOptions = {},
): Promise<string> {
  using connection = await Deno.connect({ hostname, port });
  await connection.write(new TextEncoder().encode(message));
  await connection.closeWrite();
  const buffer = new Uint8Array(1024);
  const count = await connection.read(buffer) ?? 0;
  return new TextDecoder().decode(buffer.subarray(0, count));
}
