/**
 * Requests that keep a limit, and those that exceed it.
 *
 * @module
 */

import { expectStatus, start, variant } from "../../../kit/mod.ts";
import type { ServeHttpOptions } from "../server.ts";
import { expectClose, serveCounting } from "./engine.ts";

/** A limit: a request that keeps it, one that does not, and its status. */
export type LimitRow = readonly [
  name: string,
  options: ServeHttpOptions,
  kept: string,
  exceeded: string,
  status: number,
  likely?: string,
];

/**
 * Sends requests that keep a limit twice on one connection, then one that does
 * not.
 *
 * @param rows The limits.
 */
export async function expectLimits(rows: readonly LimitRow[]): Promise<void> {
  for (const row of rows) await variant(row[0], () => expectLimit(row));
}

async function expectLimit(row: LimitRow): Promise<void> {
  const [, options, kept, exceeded, status, likely] = row;
  // Enough time to send everything on a busy machine.
  const limits = { lingerMs: 10_000, ...options };
  await using server = await start(serveCounting, limits);
  const connection = await server.connect();
  for (const time of ["first", "second"]) {
    await variant(`within the limit, the ${time} time`, async () => {
      await connection.send(kept);
      expectStatus(await connection.readResponse(), 200, {
        likely: likely ??
          (time === "second"
            ? "the bytes are counted for the connection, not for the request"
            : undefined),
      });
    });
  }
  await variant("beyond the limit", async () => {
    await connection.send(exceeded);
    const response = await connection.readResponse({
      likely: {
        silence: "the server waits for the end of a line, or of a section, " +
          "before it compares its length",
      },
    });
    expectStatus(response, status);
    expectClose(response);
    await connection.expectEnd();
  });
}
