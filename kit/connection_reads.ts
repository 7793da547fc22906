/**
 * Reads that need no HTTP: to the end of file, up to a text, and the check that
 * nothing follows.
 *
 * @module
 */

import { concat, indexOfBytes } from "./bytes.ts";
import { brokenRead, excess } from "./connection_failure.ts";
import type { Explanation } from "./failure.ts";
import type { ByteSource } from "./response_lines.ts";
import { visible } from "./visible.ts";

/**
 * Reads until the server ends the connection.
 *
 * @param source The connection.
 * @param explanation What was expected, in one sentence; or that with the likely
 * causes, by symptom.
 * @returns All bytes that arrived.
 */
export async function readToEnd(
  source: ByteSource,
  explanation: string | Explanation,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    chunks.push(source.take(source.unread.length));
    const outcome = await source.more();
    if (outcome === "end of file") return concat(chunks);
    if (outcome === "bytes") continue;
    throw brokenRead(source.transcript, outcome, {
      expected: "the server ends the connection after its answer",
      ...asExplanation(explanation),
    });
  }
}

/**
 * Reads until some bytes have arrived, even if the rest is held back.
 *
 * @param source The connection.
 * @param wanted The bytes to wait for.
 * @param explanation What was expected, and the likely causes.
 * @returns Everything up to their end, as text.
 */
export async function readUntil(
  source: ByteSource,
  wanted: Uint8Array,
  explanation: Explanation,
): Promise<string> {
  for (;;) {
    const at = indexOfBytes(source.unread, wanted);
    if (at >= 0) {
      return new TextDecoder().decode(source.take(at + wanted.length));
    }
    const outcome = await source.more();
    if (outcome === "bytes") continue;
    const expected = `${visible(wanted)} arrives`;
    throw brokenRead(source.transcript, outcome, { expected, ...explanation });
  }
}

/**
 * Expects that the server now ends the connection, and sends nothing more.
 *
 * @param source The connection.
 * @param explanation What was expected, in one sentence; or that with the likely
 * causes, by symptom.
 * @param likely The likely cause if something follows.
 */
export async function expectEnd(
  source: ByteSource,
  explanation: string | Explanation,
  likely?: string,
): Promise<void> {
  const told = {
    expected: "the server ends the connection, and nothing follows",
    ...asExplanation(explanation),
  };
  const offset = source.consumed;
  const rest = await readToEnd(source, told);
  if (rest.length === 0) return;
  throw excess(source.transcript, offset, rest.length, {
    ...told,
    likely: likely ?? told.likely,
  });
}

function asExplanation(explanation: string | Explanation): Explanation {
  return typeof explanation === "string"
    ? { expected: explanation }
    : explanation;
}
