/**
 * @wrong Does not close the file of a stream that is cancelled.
 * @replaces engine/files/file_stream.ts
 * @rejectedBy static_files_test · a file is closed when its client disconnects
 * @saying A file was opened during the test, but not closed
 *
 * @module
 */

import { FileStream as Correct } from "../../../engine/files/file_stream.ts";

export class FileStream extends Correct {
  override close(): void {}
}
