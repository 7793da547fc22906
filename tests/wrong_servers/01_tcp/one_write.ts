/**
 * @wrong Takes one `write` for the whole message.
 * @replaces exercises/01_tcp/client.ts
 * @rejectedBy task 7 · ask sends a message of 8 MiB
 * @saying write() may take only a part
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
  return await new Response(connection.readable).text();
}
