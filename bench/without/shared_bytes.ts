/**
 * Without shared bytes: the content is copied after the head of every answer.
 *
 * @module
 */

import {
  HEAD_ROOM,
  SharedBytes as Original,
} from "../../engine/files/shared_bytes.ts";

export { HEAD_ROOM };

/** Bytes that must be copied. */
export class SharedBytes extends Original {
  override joinHead(): undefined {}
}
