import {
  type Connection,
  expectField,
  expectThat,
  get,
  suite,
  variant,
  visible,
} from "../../../kit/mod.ts";
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

/** The likely cause if Content-Length is missing or wrong. */
const LENGTH = {
  likely:
    "the length of a stream has to come from you: the size of the file, " +
    "or last - first + 1 for a range",
};

/** The errors of a server that wants the whole file in memory. */
const WHOLE: Causes = {
  "out of memory": "the whole file is read into memory: send a stream",
  "Array buffer": "the whole file is read into memory: send a stream",
};

const EAGER = "the file is read in start(), or in a loop that never waits: a " +
  "ReadableStream asks for the next chunk with pull()";

const AT_ONCE =
  "the stream has pulled its first chunk before seek(), since a " +
  "new stream pulls at once: seek first";

const SHARED = "all chunks are read into the same buffer, so that a chunk " +
  "that has to wait is overwritten: take a new buffer for every read";

/** The numbers from 0 on: too many for the buffers on their way. */
const NUMBERS = Uint32Array.from({ length: 4_200_001 }, (_, index) => index);
const LARGE = new Uint8Array(NUMBERS.buffer);

Deno.test(test("a large file arrives whole and in order", {}, async () => {
  await using site = await serveFiles({ "large.bin": LARGE });
  using reading = new ReadingWatch();
  const connection = await site.server.connect();
  await connection.send(get("/large.bin"));
  const head = await connection.readResponse({ method: "HEAD" });
  site.expectStatus(head, 200, WHOLE);
  expectField(head, "Content-Length", `${LARGE.length}`, LENGTH);
  // Until the client reads on, the chunks that were read have to wait.
  await reading.untilStalled(site.directory.resolve("large.bin"), EAGER);
  await expectNumbers(connection, 0, LARGE.length);
}));

/**
 * The first and the last position, the first one that of a number. After whole
 * chunks, of whatever size, one byte of the second range is left.
 */
const RANGES: readonly [first: number, last: number][] = [
  [4, 3_999_999],
  [4, 4 + 1024 * 1024],
];

Deno.test(test("a large range arrives whole and in order", {}, async () => {
  await using site = await serveFiles({ "large.bin": LARGE });
  for (const [first, last] of RANGES) {
    const range = `bytes=${first}-${last}`;
    await variant(`Range: ${range}`, async () => {
      const connection = await site.server.connect();
      await connection.send(get("/large.bin", `Range: ${range}`));
      const head = await connection.readResponse({ method: "HEAD" });
      site.expectStatus(head, 206);
      expectField(head, "Content-Length", `${last + 1 - first}`, LENGTH);
      await expectNumbers(connection, first, last + 1);
    });
  }
}));

Deno.test(test("a file is read no faster than the client takes it", {
  needs: POSIX,
}, async () => {
  await using site = await serveGiant();
  using reading = new ReadingWatch();
  await inLittleMemory(site, EAGER, async () => {
    const connection = await site.server.connect();
    await connection.send(get("/giant.bin"));
    const head = await connection.readResponse({ method: "HEAD" });
    site.expectStatus(head, 200, WHOLE);
    expectField(head, "Content-Length", `${GIANT}`, LENGTH);
    await expectNext(
      connection,
      "begin",
      (found) => found.startsWith("\0") ? SHARED : undefined,
    );
    await reading.untilStalled(site.directory.resolve("giant.bin"), EAGER);
  });
}));

Deno.test(test("the file of a client that leaves is closed", {
  because: "a process may have only so many open files",
}, async () => {
  await using site = await serveFiles({ "large.bin": LARGE });
  using reading = new ReadingWatch();
  const connection = await site.server.connect({ canReset: true });
  await connection.send(get("/large.bin"));
  const head = await connection.readResponse({ method: "HEAD" });
  site.expectStatus(head, 200);
  await reading.untilStalled(site.directory.resolve("large.bin"), EAGER);
  await connection.reset();
  await site.server.shutdown();
}));

/** Expects the bytes from `first` up to `end`, and nothing else. */
async function expectNumbers(
  connection: Connection,
  first: number,
  end: number,
): Promise<void> {
  while (await connection.more() === "bytes");
  const found = connection.take(connection.unread.length);
  const wanted = LARGE.subarray(first, end);
  let at = 0;
  while (at < found.length && found[at] === wanted[at]) at++;
  expectThat(at === found.length, `byte ${at} of the body is wrong`, {
    expected: `from there on ${visible(wanted.subarray(at, at + 12))}` +
      `\nthe server has sent ${visible(found.subarray(at, at + 12))}`,
    likely: causeOfDisorder(found, at - at % 4, first / 4),
  });
  const count = `${found.length} of ${wanted.length} bytes arrived`;
  expectThat(found.length === wanted.length, count, {
    expected: "as many bytes as Content-Length says",
    likely: "the stream has another number of bytes, and was cut: send only " +
      "as many bytes of the buffer as read() says, and count what is left",
  });
}

/** The likely cause if another number was sent at this place. */
function causeOfDisorder(
  found: Uint8Array<ArrayBuffer>,
  at: number,
  start: number,
): string | undefined {
  if (at + 4 > found.length) return undefined;
  const [number] = new Uint32Array(found.slice(at, at + 4).buffer);
  if (at === 0 && number < start) return AT_ONCE;
  return number > start + at / 4 ? SHARED : undefined;
}
