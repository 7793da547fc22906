/**
 * Writes more than the kernel takes at once.
 *
 * @module
 */

/**
 * Writes all of `bytes`: a single `write` may take only some of them.
 *
 * @param connection The connection.
 * @param bytes The bytes to write.
 */
export async function writeAll(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += await connection.write(bytes.subarray(written));
  }
}
