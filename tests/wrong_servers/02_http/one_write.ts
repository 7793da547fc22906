/**
 * @wrong Takes one `write` for the whole body.
 * @replaces solutions/01_tcp/write_all.ts
 * @rejectedBy task 10 · text, bytes and streams are sent whole
 * @saying of the 8388608 bytes of the body
 *
 * @module
 */

export async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array) {
  await connection.write(bytes);
}
