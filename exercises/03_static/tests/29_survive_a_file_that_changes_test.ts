import {
  type Connection,
  expectField,
  expectStatus,
  expectThat,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { ifThereIs } from "./awkward_files.ts";
import { serveFiles, type Site } from "./site.ts";

const test = suite(import.meta.url, { needs: ["ln"] });

/** The size of a file that does not fit into the buffers on its way, in bytes. */
const LARGE = 16 * 1024 * 1024 + 1000;

Deno.test(test("a file that shrinks while it is sent cuts the connection", {
  because: "RFC 9112 section 8: if fewer bytes arrive than Content-Length " +
    "says, the client sees that something is missing",
}, async () => {
  await using site = await serveFiles({ "log.txt": "" });
  const path = site.directory.resolve("log.txt");
  await Deno.truncate(path, LARGE);
  const connection = await askForLog(site);
  await Deno.truncate(path, 0);
  const expected = "the connection ends before all promised bytes have arrived";
  const outcome = await readBody(connection);
  const { length } = connection.unread;
  expectThat(length < LARGE, "the file was empty, and yet all bytes arrived", {
    expected,
    likely: "the whole file is read before it is sent, or missing bytes are " +
      "made up",
  });
  expectThat(
    outcome !== "silence",
    "the server neither sends more nor closes",
    {
      expected,
      likely: "the stream waits for bytes that will never come: when read() " +
        "returns null, close the stream, and the engine cuts the connection",
    },
  );
}));

Deno.test(test("a file that grows while it is sent ends as promised", {
  because: "RFC 9110 section 8.6: Content-Length was sent already",
}, async () => {
  await using site = await serveFiles({ "log.txt": "" });
  const path = site.directory.resolve("log.txt");
  await Deno.truncate(path, LARGE);
  const connection = await askForLog(site);
  await Deno.writeTextFile(path, "one line more\n", { append: true });
  await readBody(connection);
  const { length } = connection.unread;
  expectThat(length === LARGE, `${length} of ${LARGE} bytes arrived`, {
    expected: "as many bytes as Content-Length has promised, and no more",
    likely: "the file is sent up to its end, and that has moved: count what " +
      "is still to be sent",
  });
}));

/** A directory in which Linux makes up the files: each claims 4096 bytes. */
const SYSTEM = "/sys/kernel";

Deno.test(ifThereIs(
  `${SYSTEM}/fscaps`,
  test("a file that is shorter than it says is not filled up", {
    because: "read() says how many bytes it has read, and they may be fewer " +
      "than fit into the buffer",
  }, async () => {
    await using server = await start(serve, { root: SYSTEM });
    const connection = await server.connect();
    await connection.send(get("/fscaps"));
    expectStatus(await connection.readResponse({ method: "HEAD" }), 200);
    while (await connection.more() === "bytes");
    const { length } = connection.unread;
    const content = await Deno.readFile(`${SYSTEM}/fscaps`);
    expectThat(length <= content.length, `${length} bytes arrived`, {
      expected: `no more than the file has: ${content.length}`,
      likely: "the whole buffer is sent: send as many bytes of it as read() " +
        "says",
    });
  }),
));

/** Sends the request, and reads the header section. */
async function askForLog(site: Site): Promise<Connection> {
  const connection = await site.server.connect();
  await connection.send(get("/log.txt"));
  const head = await connection.readResponse({ method: "HEAD" });
  site.expectStatus(head, 200);
  expectField(head, "Content-Length", `${LARGE}`);
  return connection;
}

/** Reads until the connection ends, or is silent with all bytes received. */
async function readBody(connection: Connection): Promise<string> {
  for (;;) {
    if (connection.unread.length >= LARGE) return "complete";
    const outcome = await connection.more();
    if (outcome !== "bytes") return outcome;
  }
}
