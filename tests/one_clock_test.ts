/**
 * The fields of one answer agree about the time: Last-Modified is never later
 * than Date. RFC 9110 section 8.8.2.1.
 *
 * @module
 */

import { assert } from "@std/assert";
import { get, pause, start, TempDir } from "../kit/mod.ts";
import {
  serveHttp as serveFast,
  staticFiles as serveFilesFast,
} from "../mod.ts";
import { serveHttp as serveOne } from "../solutions/02_http.ts";
import { staticFiles } from "../solutions/03_static.ts";
import { serveHttp as servePlain } from "../solutions/06_persistent.ts";

const SERVERS = {
  "02_http": { serve: serveOne, serveFiles: staticFiles },
  "06_persistent": { serve: servePlain, serveFiles: staticFiles },
  "engine": { serve: serveFast, serveFiles: serveFilesFast },
};

/** How many files are written and requested. */
const FILES = 3;

/** How long after the beginning of a second, in milliseconds. */
const OFFSET_MS = 20;

for (const [name, { serve, serveFiles }] of Object.entries(SERVERS)) {
  Deno.test(`${name}: a file that was just written is not newer than Date`, async () => {
    await using directory = await TempDir.create();
    const handler = serveFiles(directory.path);
    await using server = await start((options) => serve(options, handler));
    for (let index = 0; index < FILES; index++) {
      await untilNextSecond();
      await directory.write(`${index}.txt`, "new");
      const { headers } = await server.exchange(get(`/${index}.txt`));
      const [modified, date] = ["last-modified", "date"]
        .map((field) => headers.get(field) ?? "");
      const message = `Last-Modified: ${modified}, Date: ${date}`;
      assert(Date.parse(modified) <= Date.parse(date), message);
    }
  });
}

/** Waits for a moment soon after the beginning of a second. */
async function untilNextSecond(): Promise<void> {
  await pause(1000 - Date.now() % 1000 + OFFSET_MS);
}
