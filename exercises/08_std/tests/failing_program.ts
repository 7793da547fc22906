/**
 * A program with a server whose handler throws. Its argument is the module of the
 * server.
 *
 * @module
 */

import type * as Subject from "../server.ts";

const { serveFetch }: typeof Subject = await import(Deno.args[0]);

function fail(): never {
  throw new Error("no kettle");
}

await using server = serveFetch({ port: 0, log() {} }, fail);
const response = await fetch(`http://127.0.0.1:${server.addr.port}/`);
await response.body?.cancel();
console.log(`answered ${response.status}`);
