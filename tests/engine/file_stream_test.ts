/**
 * A file that is being sent belongs to one answer.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { FileStream } from "../../engine/files/file_stream.ts";
import { serveHttp } from "../../engine/serve_http.ts";

Deno.test({
  name: "a FileStream cannot be sent twice",
  fn: async () => {
    const path = await Deno.makeTempFile();
    await Deno.truncate(path, 300_000);
    const log: string[] = [];
    const body = new FileStream(await Deno.open(path), 300_000);
    await using server = serveHttp(
      { port: 0, log: (line) => log.push(line) },
      () => ({ status: 200, body }),
    );
    const url = `http://127.0.0.1:${server.addr.port}/`;
    const first = await fetch(url);
    assertEquals((await first.bytes()).length, 300_000);
    const second = await fetch(url);
    await second.body?.cancel();
    assertEquals(second.status, 500);
    assert(log.some((line) => line.includes("unlocked stream")), log.join());
    await Deno.remove(path);
  },
});
