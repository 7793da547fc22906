/**
 * @wrong Decodes every read on its own, so that cut characters are lost.
 * @replaces exercises/01_tcp/client.ts
 * @rejectedBy task 6 · ask decodes a character whose bytes arrive one at a time
 * @saying keep one TextDecoder
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
  let answer = "";
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) return answer;
    answer += new TextDecoder().decode(buffer.subarray(0, count));
  }
}
