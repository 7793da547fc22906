/**
 * @wrong Trims the answer.
 * @replaces exercises/01_tcp/client.ts
 * @rejectedBy task 4 · ask waits for an answer that comes in pieces
 * @saying ask returned "Yes, I can"
 *
 * @module
 */

import {
  ask as askWell,
  type AskOptions,
} from "../../../solutions/01_tcp/client.ts";

export async function ask(
  message: string,
  options: AskOptions = {},
): Promise<string> {
  return (await askWell(message, options)).trim();
}
