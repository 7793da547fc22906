/**
 * Listens to what the servers' processes report about themselves.
 *
 * @module
 */

import type { Report } from "./preload/report.ts";

/** Takes what one process reports. */
export type ReportListener = (report: Report) => void;

/** How long a report may be, in characters. */
const MAX_LINE = 1 << 20;

/** The lab's ear. */
export class Observer implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #processes = new Map<string, ReportListener>();
  readonly #connections = new Set<Deno.TcpConn>();
  readonly #accepting = this.#accept();

  /**
   * Expects a process.
   *
   * @param onReport Takes its reports.
   * @returns The environment variable that tells it where to report, and a
   * function to call when the process has ended.
   */
  expect(onReport: ReportListener): { variable: string; forget(): void } {
    const token = crypto.randomUUID();
    this.#processes.set(token, onReport);
    const { port } = this.#listener.addr;
    return {
      variable: `${port} ${token}`,
      forget: () => void this.#processes.delete(token),
    };
  }

  /** Stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) connection.close();
    await this.#accepting;
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#connections.add(connection);
      this.#listen(connection)
        // A process that was killed, or a stranger who talks nonsense.
        .catch(() => {})
        .finally(() => {
          this.#connections.delete(connection);
          close(connection);
        });
    }
  }

  async #listen(connection: Deno.TcpConn): Promise<void> {
    let onReport: ReportListener | undefined;
    for await (const line of linesOf(connection)) {
      const report = JSON.parse(line);
      if (onReport) onReport(report);
      else onReport = this.#processes.get(report.token);
      if (!onReport) return;
    }
  }
}

async function* linesOf(connection: Deno.TcpConn): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(64 * 1024);
  let rest = "";
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) return;
    const text = decoder.decode(buffer.subarray(0, count), { stream: true });
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    if (rest.length > MAX_LINE) throw new RangeError("A report is too long");
    yield* lines;
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
