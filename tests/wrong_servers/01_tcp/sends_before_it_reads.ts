/**
 * @wrong Reads the answer only when the whole message is sent.
 * @replaces exercises/01_tcp/client.ts
 * @rejectedBy task 8 · ask reads the echo of 16 MiB while it sends
 * @saying ask sends everything before it reads
 * @varying how often the bytes change their direction
 *
 * @module
 */

import type { AskOptions } from "../../../solutions/01_tcp/client.ts";

export async function ask(
  message: string,
  { hostname = "127.0.0.1", port = 8000 }: AskOptions = {},
): Promise<string> {
  using connection = await Deno.connect({ hostname, port });
  const bytes = new TextEncoder().encode(message);
  let written = 0;
  while (written < bytes.length) {
    written += await connection.write(bytes.subarray(written));
  }
  await connection.closeWrite();
  return await new Response(connection.readable).text();
}
