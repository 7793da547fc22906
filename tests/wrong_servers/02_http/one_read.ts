/**
 * @wrong Takes one `read` for one request.
 * @replaces solutions/02_http/byte_reader.ts
 * @rejectedBy task 10 · a header section may arrive in pieces
 * @saying one read() is taken for one request
 *
 * @module
 */

import { ByteReader as ByteReaderWell } from "../../../solutions/02_http/byte_reader.ts";

export class ByteReader extends ByteReaderWell {
  #hasRead = false;

  override async fill(): Promise<boolean> {
    if (this.#hasRead) return false;
    this.#hasRead = true;
    return await super.fill();
  }
}
