/**
 * Asks a server and returns its answers.
 *
 * @module
 */

import { Connection, type RawResponse } from "../kit/mod.ts";

/**
 * Sends a request on a connection of its own, and reads one answer, strictly.
 *
 * @param addr The address of the server.
 * @param request The request, as it travels.
 * @returns The answer.
 */
export async function ask(
  addr: Deno.NetAddr,
  request: string,
): Promise<RawResponse> {
  await using connection = await Connection.open(addr);
  await connection.send(request);
  return await connection.readResponse();
}

/**
 * Sends requests at once on a connection of their own, half-closes it, and reads
 * everything up to the end.
 *
 * @param addr The address of the server.
 * @param requests The requests, as they travel.
 * @returns All bytes of the answers, decoded as UTF-8.
 */
export async function askForAll(
  addr: Deno.NetAddr,
  ...requests: readonly string[]
): Promise<string> {
  await using connection = await Connection.open(addr);
  await connection.send(requests.join(""));
  await connection.closeWrite();
  return new TextDecoder().decode(await connection.readToEnd());
}
