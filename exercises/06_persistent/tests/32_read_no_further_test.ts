import {
  type Connection,
  Failure,
  get,
  Moment,
  start,
  suite,
  Traffic,
  variant,
} from "../../../kit/mod.ts";
import { announce } from "./chunks.ts";
import { serveWith } from "./engine.ts";
import { untilSteady } from "./steady.ts";

const test = suite(import.meta.url, {
  because: "RFC 9293 section 3.8: a client cannot send more than the server " +
    "reads; what the server has not read waits in the kernels",
});

const MEBI = 1_048_576;

/** What a client sends 500 times: 30 MiB altogether. */
const PIECE = get("/ahead").repeat(1500);

/** What the first request is, and why too much may be read after it. */
const FIRST: Readonly<
  Record<string, readonly [request: string, likely: string]>
> = {
  "requests that wait for the first answer": [
    get("/"),
    "the read that notices a reset goes on without a limit: a few KiB are " +
    "enough",
  ],
  "a body that the handler does not read": [
    announce(1_000_000_000),
    "the body is read before the handler asks for it: read it in pull(), with " +
    "highWaterMark 0",
  ],
};

Deno.test(test("a client that sends ahead fills no memory", {}, async () => {
  const options = { maxBodyBytes: 1_000_000_000, shutdownGraceMs: 0 };
  for (const [name, [request, likely]] of Object.entries(FIRST)) {
    await variant(name, async () => {
      using traffic = new Traffic();
      using called = new Moment("the handler is called");
      using goOn = new Moment("the handler may answer");
      const serve = serveWith(async () => {
        called.happen();
        await goOn.promise;
        return { status: 200 };
      });
      await using server = await start(serve, options);
      const connection = await server.connect();
      await connection.send(request);
      await called.expect();
      const flooding = flood(connection);
      const bytes = await untilSteady(() => traffic.bytesRead);
      await connection.destroy();
      goOn.happen();
      await flooding;
      if (bytes < 2 * MEBI) return;
      throw new Failure(`${Math.floor(bytes / MEBI)} MiB were read ahead`, {
        expected: "at most 1 MiB is read before it is needed",
        likely,
      });
    });
  }
}));

/** Sends pieces until the connection is closed. */
async function flood(connection: Connection): Promise<void> {
  try {
    for (let count = 0; count < 500; count++) await connection.send(PIECE);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
