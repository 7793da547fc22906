/**
 * Without the fast path through header sections.
 *
 * @module
 */

import { QuickHeadReader as Original } from "../../engine/head/quick_head_reader.ts";

/** Leaves every header section to the plain path. */
export class QuickHeadReader extends Original {
  override read(): undefined {}
}
