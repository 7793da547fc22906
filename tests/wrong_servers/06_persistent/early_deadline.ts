/**
 * @wrong Closes an idle connection whose next request has arrived already.
 * @replaces solutions/02_http/wait_budget.ts
 * @rejectedBy task 36 · bytes that arrive while the server is busy are in time
 * @saying a request: the server closed the connection
 * @varying on which connection the deadline is too early
 *
 * @module
 */

import { startTimer } from "../../../solutions/02_http/wait_budget.ts";

export * from "../../../solutions/02_http/wait_budget.ts";

export async function waitAtMost<T>(
  event: Promise<T>,
  ms: number,
  onLate: () => unknown,
): Promise<T> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = startTimer(ms, () => reject(onLate()));
  try {
    return await Promise.race([event, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
