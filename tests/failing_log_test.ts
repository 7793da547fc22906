/**
 * A log that fails costs no stage its server: the disk may be full, or the
 * terminal closed.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { Connection, get, TempDir } from "../kit/mod.ts";
import { serve as serveFast, serveHttp } from "../mod.ts";
import { serve as serve01, type ServeOptions } from "../solutions/01_tcp.ts";
import { serve as serve02 } from "../solutions/02_http.ts";
import { serve as serve03 } from "../solutions/03_static.ts";
import { serve as serve04 } from "../solutions/04_cgi.ts";
import { serve as serve05 } from "../solutions/05_framework.ts";
import { serve as serve06 } from "../solutions/06_persistent.ts";
import { serve as serve07 } from "../solutions/07_database.ts";
import { serve as serve08 } from "../solutions/08_std.ts";

/** What a test needs of a server. */
interface RunningServer extends AsyncDisposable {
  readonly addr: Deno.NetAddr;
}

type Start = (
  options: ServeOptions,
  directory: string,
) => RunningServer | Promise<RunningServer>;

const ok = () => new Response("ok");

const SERVERS: Readonly<Record<string, Start>> = {
  "01_tcp": serve01,
  "02_http": serve02,
  "03_static": serve03,
  "04_cgi": serve04,
  "05_framework": (options) => serve05(options, ok),
  "06_persistent": serve06,
  "07_database": (options, directory) =>
    serve07({ ...options, database: `${directory}/guestbook.db` }),
  "08_std": (options, directory) =>
    serve08({ ...options, database: `${directory}/guestbook.db` }),
  "serveHttp of mod.ts": (options) =>
    serveHttp(options, () => ({ status: 200, body: "ok" })),
  "serve of mod.ts": (options) => serveFast(options, ok),
};

/** Two ways to fail. */
const LOGS: Readonly<Record<string, () => void>> = {
  "throws": () => {
    throw new Error("no space left on the device");
  },
  "rejects": () => Promise.reject(new Error("no space left on the device")),
};

for (const [name, start] of Object.entries(SERVERS)) {
  for (const [way, log] of Object.entries(LOGS)) {
    Deno.test({
      name: `${name} answers although its log ${way}`,
      sanitizeOps: true,
      sanitizeResources: true,
      timeout: 10_000,
      async fn() {
        await using directory = await TempDir.create();
        await using server = await start({ port: 0, log }, directory.path);
        for (let count = 0; count < 2; count++) {
          await using connection = await Connection.open(server.addr);
          await connection.send(get("/", "Connection: close"));
          const answer = await connection.readToEnd();
          assertEquals(answer.length > 0, true, `answer ${count + 1}`);
        }
      },
    });
  }
}
