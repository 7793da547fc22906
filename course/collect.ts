/**
 * Collects what a program prints, without keeping more than a person can read.
 *
 * @module
 */

/** How much is kept: the first half from the start, the rest from the end. */
const MAX_CHARACTERS = 1024 * 1024;

/**
 * Reads a stream to its end.
 *
 * @param stream The output of a program.
 * @param onBytes Told how many bytes have arrived in all.
 * @returns The text; of a long one the start and the end.
 */
export async function collectText(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (total: number) => void = () => {},
): Promise<string> {
  const decoder = new TextDecoder();
  let head = "";
  let tail = "";
  let total = 0;
  for await (const chunk of stream) {
    total += chunk.length;
    onBytes(total);
    const text = decoder.decode(chunk, { stream: true });
    if (head.length < MAX_CHARACTERS / 2) head += text;
    else tail = (tail + text).slice(-MAX_CHARACTERS / 2);
  }
  return head + tail;
}
