import { expectBody, expectField, get, suite } from "../../../kit/mod.ts";
import {
  expectNext,
  GIANT,
  inLittleMemory,
  POSIX,
  serveGiant,
} from "./giant.ts";
import { ReadingWatch } from "./reading.ts";
import { type Causes, serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  because: "the memory of the server must not depend on the size of a file",
});

const NO_LENGTH = "the length of a stream has to come from you: the size of " +
  "the file, or last - first + 1 for a range";

/** The errors of a server that wants the whole file in memory. */
const WHOLE: Causes = {
  "out of memory": "the whole file is read into memory: send a stream",
  "Array buffer": "the whole file is read into memory: send a stream",
};

const EAGER = "the file is read in start(), or in a loop that never waits: a " +
  "ReadableStream asks for the next chunk with pull()";

const TOO_SHORT = "the stream ends before all bytes were read: read() may " +
  "get fewer than asked for, so count what is left";

/** The numbers from 0 on: too many for the buffers on their way. */
const NUMBERS = Uint32Array.from({ length: 4 * 1024 * 1024 }, (_, i) => i);
const LARGE = new Uint8Array(NUMBERS.buffer);

Deno.test(test("a large file arrives whole and in order", {}, async () => {
  await using site = await serveFiles({ "large.bin": LARGE });
  using reading = new ReadingWatch(site.directory.resolve("large.bin"));
  const connection = await site.server.connect();
  await connection.send(get("/large.bin"));
  await connection.more();
  // Until the client reads on, the chunks that were read have to wait.
  await reading.untilStalled(EAGER);
  const likely = { "end of file": TOO_SHORT };
  const whole = await connection.readResponse({ likely });
  site.expectStatus(whole, 200, WHOLE);
  const length = `${LARGE.length}`;
  expectField(whole, "Content-Length", length, { likely: NO_LENGTH });
  expectBody(whole, LARGE, { likely: causeOfDisorder(whole.body) });
}));

Deno.test(test("a large range arrives whole and in order", {}, async () => {
  await using site = await serveFiles({ "large.bin": LARGE });
  const end = 4_000_000;
  const range = `bytes=4-${end - 1}`;
  const request = get("/large.bin", `Range: ${range}`);
  const part = await site.server.exchange(request, {
    likely: { "end of file": TOO_SHORT },
  });
  site.expectStatus(part, 206);
  expectBody(part, LARGE.subarray(4, end), {
    likely: part.body[0] === 0
      ? "the stream has pulled its first chunk before seek(), since a new " +
        "stream pulls at once: seek first"
      : undefined,
  });
}));

Deno.test(test("a file is read no faster than the client takes it", {
  needs: POSIX,
}, async () => {
  await using site = await serveGiant();
  using reading = new ReadingWatch(site.directory.resolve("giant.bin"));
  await inLittleMemory(site, EAGER, async () => {
    const connection = await site.server.connect();
    await connection.send(get("/giant.bin"));
    const head = await connection.readResponse({ method: "HEAD" });
    site.expectStatus(head, 200, WHOLE);
    expectField(head, "Content-Length", `${GIANT}`, { likely: NO_LENGTH });
    await expectNext(connection, "begin");
    await reading.untilStalled(EAGER);
  });
}));

Deno.test(test("the file of a client that leaves is closed", {
  because: "a process may have only so many open files",
}, async () => {
  await using site = await serveFiles({ "large.bin": LARGE });
  using reading = new ReadingWatch(site.directory.resolve("large.bin"));
  const connection = await site.server.connect({ canReset: true });
  await connection.send(get("/large.bin"));
  const head = await connection.readResponse({ method: "HEAD" });
  site.expectStatus(head, 200);
  await reading.untilStalled(EAGER);
  await connection.reset();
  await site.server.shutdown();
}));

/** What it means if other numbers arrive. */
function causeOfDisorder(body: Uint8Array<ArrayBuffer>): string | undefined {
  if (body.length !== LARGE.length) return undefined;
  const found = new Uint32Array(body.buffer);
  const at = found.findIndex((number, index) => number !== index);
  return found[at] > at
    ? "all chunks are read into the same buffer, so that a chunk that has to " +
      "wait is overwritten: take a new buffer for every read"
    : undefined;
}
