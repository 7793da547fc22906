/**
 * Waiting until a server has stopped making progress.
 *
 * @module
 */

import { pause } from "../../../kit/mod.ts";

/** How often a number must be the same, one look after another. */
const LOOKS = 4;

/**
 * Waits until a number no longer changes. Between two looks the event loop runs,
 * so a busy machine is not taken for a server that has stopped.
 *
 * @param look The number: how much has been read, for instance.
 * @returns The number.
 */
export async function untilSteady(look: () => number): Promise<number> {
  let found = look();
  for (let same = 0; same < LOOKS; same++) {
    await pause(5);
    if (look() === found) continue;
    found = look();
    same = 0;
  }
  return found;
}
