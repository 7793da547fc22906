/**
 * The suite of stage 03, tasks 7 and 8: a part of a file, and a file of any size.
 *
 * @module
 */

import {
  type Connection,
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  Failure,
  get,
  pause,
  start,
  suite,
  TempDir,
  toBytes,
  variant,
  visible,
} from "../../kit/mod.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

/** Files of any size, most of it a hole: Windows skips the test. */
const POSIX = ["ln"];

const MIB = 1024 * 1024;

/** How large the giant file is, in bytes: more than any machine could read. */
const GIANT = 1024 * 1024 * MIB;

/** A position in it that has more than 32 bits. */
const DEEP = 5 * 1024 * MIB;

/** How much more memory a test may take for it, in bytes. */
const LITTLE = 64 * MIB;

/** How long a server may read ahead, in milliseconds, before that is looked at. */
const READ_AHEAD_MS = 700;

const SATISFIABLE: readonly [range: string, body: string, part: string][] = [
  ["bytes=0-0", "0", "0-0"],
  ["bytes=2-5", "2345", "2-5"],
  ["bytes=0-9", "0123456789", "0-9"],
  ["bytes=7-", "789", "7-9"],
  ["bytes=9-9", "9", "9-9"],
  ["bytes=-3", "789", "7-9"],
  ["bytes=5-99", "56789", "5-9"],
  ["bytes=-99", "0123456789", "0-9"],
  ["bytes=5-99999999999999999999", "56789", "5-9"],
  ["Bytes=2-5", "2345", "2-5"],
];

Deno.test(task(7, "a range of a file is sent with 206", {
  because: "RFC 9110 sections 14.1.2, 14.4 and 15.3.7",
  likely:
    "the last position is the last byte, not the one after it; a file may " +
    "end before; bytes=-3 are the last three",
  try: "curl -i -r 0-99 http://127.0.0.1:8000/notes/tcp.txt",
}, async () => {
  await using site = await TempDir.create({ "ten.txt": "0123456789" });
  await using server = await start(serve, { root: site.path });
  for (const [range, body, part] of SATISFIABLE) {
    const fieldLine = `Range: ${range}`;
    await variant(fieldLine, async () => {
      const response = await server.exchange(get("/ten.txt", fieldLine));
      expectStatus(response, 206);
      expectField(response, "Content-Range", `bytes ${part}/10`);
      expectBody(response, body);
    });
  }
}));

Deno.test(task(7, "a range without any byte of the file is 416", {
  because: "RFC 9110 sections 14.1.2 and 15.5.17",
  likely: "Content-Range is missing: bytes */N tells the client the size",
  try: "curl -i -r 99999- http://127.0.0.1:8000/notes/tcp.txt",
}, async () => {
  await using site = await TempDir.create({
    "ten.txt": "0123456789",
    "empty.txt": "",
  });
  await using server = await start(serve, { root: site.path });
  const unsatisfiable: readonly [path: string, range: string, size: number][] =
    [
      ["/ten.txt", "bytes=10-", 10],
      ["/ten.txt", "bytes=10-20", 10],
      ["/ten.txt", "bytes=99999999999999999999-", 10],
      ["/ten.txt", "bytes=-0", 10],
      ["/empty.txt", "bytes=0-", 0],
      ["/empty.txt", "bytes=0-0", 0],
    ];
  for (const [path, range, size] of unsatisfiable) {
    await variant(`Range: ${range} of ${size} bytes`, async () => {
      const response = await server.exchange(get(path, `Range: ${range}`));
      const likely = NO_BYTE[range] ?? "the first position is not looked at: " +
          "if it is not before the end of the file, no byte is there";
      expectStatus(response, 416, { likely });
      expectField(response, "Content-Range", `bytes */${size}`);
    });
  }
}));

/** What a range without any byte is taken for. */
const NO_BYTE: Readonly<Record<string, string>> = {
  "bytes=-0": "the last 0 bytes are no byte: slice(-0) is all of them, and " +
    "size - 0 lies behind the end",
  "bytes=0-": "an empty file has no byte, not even the first",
  "bytes=0-0": "an empty file has no byte, not even the first",
};

Deno.test(task(7, "any other Range field is answered with the whole file", {
  because: "RFC 9110 section 14.2: a server may ignore Range, and must for a " +
    "unit that it does not know and for a method other than GET",
  likely:
    "what is no single range is refused, or half of it is sent: send the " +
    "whole with 200; whether it is malformed (the last before the first) is " +
    "asked before whether the file has its bytes",
}, async () => {
  await using site = await TempDir.create({
    "ten.txt": "0123456789",
    "empty.txt": "",
  });
  await using server = await start(serve, { root: site.path });
  const ranges = [
    "bytes=0-1,4-5",
    "bytes=0-1, -2",
    "lines=0-1",
    "bytes=5-2",
    "bytes=12-5",
    "bytes=-",
    "Bytes=-",
    "bytes=",
    "bytes=a-b",
    "bytes=0-1-2",
    "bytes=+1-2",
    "bytes 0-1",
    "bytes=1.5-2",
  ];
  for (const range of ranges) {
    await variant(`Range: ${range}`, async () => {
      const request = get("/ten.txt", `Range: ${range}`);
      const response = await server.exchange(request);
      expectStatus(response, 200);
      expectNoField(response, "Content-Range");
      expectBody(response, "0123456789");
    });
  }
  await variant("HEAD", async () => {
    const request = get("/ten.txt", "Range: bytes=0-1")
      .replace("GET", "HEAD");
    const response = await server.exchange(request, { method: "HEAD" });
    expectStatus(response, 200);
    expectField(response, "Content-Length", "10");
  });
  await variant("the last five bytes of an empty file", async () => {
    const request = get("/empty.txt", "Range: bytes=-5");
    expectStatus(await server.exchange(request), 200);
  });
}));

const MODIFIED = new Date("2015-10-21T07:28:00Z");

Deno.test(task(7, "If-Range lets through only who has the same file", {
  because: "RFC 9110 section 13.1.5: only a strong validator matches, and a " +
    "date only if it is exactly that of the file",
  likely:
    "without a look at If-Range a client would put together parts of two " +
    "files; a weak ETag (W/) never matches, the date of the file does",
}, async () => {
  await using site = await TempDir.create({ "ten.txt": "0123456789" });
  await Deno.utime(site.resolve("ten.txt"), MODIFIED, MODIFIED);
  await using server = await start(serve, { root: site.path });
  const whole = await server.exchange(get("/ten.txt"));
  const etag = expectField(whole, "ETag");
  const validators: readonly [validator: string, status: number][] = [
    ["Wed, 21 Oct 2015 07:28:00 GMT", 206],
    ["Wed, 21 Oct 2015 07:27:59 GMT", 200],
    ["Wed, 21 Oct 2015 07:28:01 GMT", 200],
    ['"another"', 200],
    [etag, 200],
    [etag.replace("W/", ""), 200],
  ];
  for (const [validator, status] of validators) {
    const ifRange = `If-Range: ${validator}`;
    await variant(ifRange, async () => {
      const request = get("/ten.txt", "Range: bytes=7-", ifRange);
      const response = await server.exchange(request);
      expectStatus(response, status);
      expectBody(response, status === 206 ? "789" : "0123456789");
    });
  }
}));

Deno.test(
  task(7, "a date in If-Range does not match until its second is over", {
    because: "RFC 9110 section 8.8.2.2: within the same second a file can " +
      "change again, and keep its date",
    likely:
      "the date is only compared with Last-Modified: send the whole file " +
      "as long as Last-Modified is not at least one second in the past",
  }, async () => {
    await using site = await TempDir.create({ "ten.txt": "0123456789" });
    await using server = await start(serve, { root: site.path });
    // The second may end between two requests. Then try another one.
    for (let attempt = 0; attempt < 10; attempt++) {
      const now = new Date();
      await Deno.utime(site.resolve("ten.txt"), now, now);
      const whole = await server.exchange(get("/ten.txt"));
      const lastModified = expectField(whole, "Last-Modified");
      const fields = ["Range: bytes=7-", `If-Range: ${lastModified}`];
      const response = await server.exchange(get("/ten.txt", ...fields));
      if (expectField(response, "Date") !== lastModified) continue;
      expectStatus(response, 200);
      return expectBody(response, "0123456789");
    }
    throw new Failure("Last-Modified and Date never were of the same second", {
      expected: "Last-Modified is the mtime, which the test has set to now",
    });
  }),
);

/** What becomes of a chunk that has to wait. */
const SHARED_BUFFER =
  "all chunks are read into the same buffer: what waits to " +
  "be sent is overwritten, take a new one for every read";

Deno.test(task(8, "a large file arrives whole and in order", {
  likely:
    `${SHARED_BUFFER}; or read() got less than the buffer holds; or the ` +
    "stream has pulled before seek(): seek first",
}, async () => {
  const numbers = Uint32Array.from({ length: 2 * MIB }, (_, index) => index);
  const content = new Uint8Array(numbers.buffer);
  await using site = await TempDir.create({ "large.bin": content });
  await using server = await start(serve, { root: site.path });
  const connection = await server.connect();
  await connection.send(get("/large.bin"));
  // Until the client reads, what is on its way has to wait somewhere.
  await pause(100);
  const response = await withPull(connection.readResponse());
  expectStatus(response, 200);
  expectField(response, "Content-Length", `${content.length}`, NO_LENGTH);
  expectBody(response, content);
  await variant("all but its first byte and its last", async () => {
    const range = `Range: bytes=1-${content.length - 2}`;
    const request = get("/large.bin", range);
    const response = await withPull(server.exchange(request));
    expectStatus(response, 206);
    expectBody(response, content.subarray(1, -1));
  });
}));

Deno.test(task(8, "of a file of 1 TiB any range can be had", {
  because: "RFC 9110 section 14: a file may be larger than all memory",
  likely:
    "the whole file is read, and then cut: seek() to the first byte, and " +
    "read only as many as are wanted; or a position is cut to 32 bits (| 0)",
  needs: POSIX,
}, async () => {
  await using site = await createGiantSite();
  await using server = await start(serve, { root: site.path });
  const ranges: readonly [range: string, body: string, part: string][] = [
    [`bytes=${DEEP}-${DEEP + 3}`, "deep", `${DEEP}-${DEEP + 3}`],
    ["bytes=-3", "end", `${GIANT - 3}-${GIANT - 1}`],
  ];
  await inLittleMemory(site, async () => {
    for (const [range, body, part] of ranges) {
      await variant(`Range: ${range}`, async () => {
        await using connection = await server.connect();
        await connection.send(get("/giant.bin", `Range: ${range}`));
        const head = await connection.readResponse({ method: "HEAD" });
        expectStatus(head, 206);
        expectField(head, "Content-Range", `bytes ${part}/${GIANT}`);
        expectField(head, "Content-Length", `${body.length}`, NO_LENGTH);
        await expectNext(connection, body);
      });
    }
    await variant("HEAD", async () => {
      const request = get("/giant.bin").replace("GET", "HEAD");
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, 200);
      expectField(response, "Content-Length", `${GIANT}`);
    });
  });
}));

Deno.test(task(8, "a file is read no faster than the client takes it", {
  because: "the memory of the server must not depend on the file's size",
  likely: "the file is read in start(), or in a loop that never waits: a " +
    "ReadableStream asks for the next chunk with pull()",
  needs: POSIX,
}, async () => {
  await using site = await createGiantSite();
  await using server = await start(serve, { root: site.path });
  await inLittleMemory(site, async () => {
    const connection = await server.connect();
    await connection.send(get("/giant.bin"));
    const head = await connection.readResponse({ method: "HEAD" });
    expectStatus(head, 200);
    expectField(head, "Content-Length", `${GIANT}`, NO_LENGTH);
    await expectNext(connection, "begin", SHARED_BUFFER);
    // Time enough for a server that reads ahead; a good one has nothing to do.
    await pause(READ_AHEAD_MS);
    expectBody(await server.exchange(get("/small.txt")), "small");
  });
}));

Deno.test(task(8, "however an answer ends, no file is left open", {
  because: "a server has only so many files to open",
  likely:
    "the file is closed at its end only: close it too where nothing of it is " +
    "sent; and when the client has gone, cancel() of the stream is called",
}, async () => {
  await using site = await TempDir.create({
    "asked-with-head.txt": "0123456789",
    "answered-with-304.txt": "0123456789",
    "answered-with-416.txt": "0123456789",
    "empty.txt": "",
    "large.bin": new Uint8Array(16 * MIB),
  });
  await using server = await start(serve, { root: site.path });
  const head = get("/asked-with-head.txt").replace("GET", "HEAD");
  expectStatus(await server.exchange(head, { method: "HEAD" }), 200);
  const requests: readonly [request: string, status: number][] = [
    [get("/answered-with-304.txt", "If-None-Match: *"), 304],
    [get("/answered-with-416.txt", "Range: bytes=10-"), 416],
    [get("/empty.txt"), 200],
  ];
  for (const [request, status] of requests) {
    expectStatus(await server.exchange(request), status);
  }
  const connection = await server.connect({ canReset: true });
  await connection.send(get("/large.bin"));
  expectStatus(await connection.readResponse({ method: "HEAD" }), 200);
  // By then the server is stuck in a write, with nothing else going on.
  await pause(100);
  await connection.reset();
}));

/** Where a stream has come without its length. */
const NO_LENGTH = {
  likely:
    "nobody can see how long a stream will be: its Content-Length has to " +
    "come from you, size for a file and last - first + 1 for a range",
};

/** What sends other bytes than were asked for, or another number of them. */
const OTHER_BYTES =
  "the stream reads beyond the last byte of the range, or it " +
  "has pulled its first chunk before seek(), since a new stream pulls at " +
  "once: seek first, and count what is left to send";

/** Waits for a response, and knows better why it may end in the middle. */
async function withPull<Response>(
  response: Promise<Response>,
): Promise<Response> {
  try {
    return await response;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const details = { ...error.details, likely: OTHER_BYTES };
    throw new Failure(error.message, details);
  }
}

/** Expects that these bytes come next, however many there are behind them. */
async function expectNext(
  connection: Connection,
  wanted: string,
  likely = OTHER_BYTES,
): Promise<void> {
  while (connection.unread.length < wanted.length) {
    if (await connection.more() !== "bytes") break;
  }
  const found = connection.unread.subarray(0, wanted.length);
  if (visible(found) === visible(toBytes(wanted))) return;
  throw new Failure(`the body begins with ${visible(found)}`, {
    transcript: connection.transcript,
    expected: `the body ${visible(toBytes(wanted))}`,
    likely,
  });
}

/** A directory with a file of 1 TiB that takes up hardly any of the disk. */
async function createGiantSite(): Promise<TempDir> {
  const site = await TempDir.create({ "small.txt": "small" });
  using file = await Deno.create(site.resolve("giant.bin"));
  await file.truncate(GIANT);
  const marks: readonly [position: number, mark: string][] = [
    [0, "begin"],
    [DEEP, "deep"],
    [GIANT - 3, "end"],
  ];
  for (const [position, mark] of marks) {
    await file.seek(position, Deno.SeekMode.Start);
    await file.write(toBytes(mark));
  }
  return site;
}

/** Fails as soon as the server, in this process, takes much memory. */
async function inLittleMemory(
  site: TempDir,
  body: () => Promise<void>,
): Promise<void> {
  const before = Deno.memoryUsage().rss;
  let isOver = false;
  async function watch(): Promise<void> {
    while (!isOver) {
      const taken = Deno.memoryUsage().rss - before;
      if (taken > LITTLE) throw tooMuchMemory(taken);
      await pause(5);
    }
  }
  const watching = watch();
  try {
    await Promise.race([watching, body()]);
  } finally {
    isOver = true;
    // Whoever still reads the file comes to its end here.
    await Deno.truncate(site.resolve("giant.bin"), 0);
    await watching.catch(() => {});
  }
}

function tooMuchMemory(taken: number): Failure {
  const mib = Math.round(taken / MIB);
  return new Failure(`the server has taken ${mib} MiB into memory`, {
    expected:
      "it holds a small part of the file, and reads on when that is sent",
  });
}
