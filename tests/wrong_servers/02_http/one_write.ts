/**
 * @wrong Takes one `write` for the whole body.
 * @replaces solutions/01_tcp/write_all.ts
 * @rejectedBy task 24 · a body of 8 MiB is sent whole
 * @saying one write() took only a part
 *
 * @module
 */

export async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array) {
  await connection.write(bytes);
}
