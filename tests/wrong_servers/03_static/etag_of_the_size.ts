/**
 * @wrong Makes the ETag of the size alone.
 * @replaces solutions/03_static/conditional.ts
 * @rejectedBy task 11 · a file has an ETag that changes with it
 * @saying the ETag is not made of the mtime
 *
 * @module
 */

import { getValidators as getWell } from "../../../solutions/03_static/conditional.ts";

export * from "../../../solutions/03_static/conditional.ts";

export async function getValidators(info: Deno.FileInfo, now: number) {
  const validators = await getWell(info, now);
  return { ...validators, etag: `W/"${info.size}"` };
}
