/**
 * The suite of stage 03, tasks 7 and 8: a part of a file, and a file of any size.
 *
 * @module
 */

import {
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
const LITTLE = 32 * MIB;

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
  often:
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
  often: "Content-Range is missing: bytes */N tells the client the size",
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
      expectStatus(response, 416);
      expectField(response, "Content-Range", `bytes */${size}`);
    });
  }
}));

Deno.test(task(7, "any other Range field is answered with the whole file", {
  because: "RFC 9110 section 14.2: a server may ignore Range, and must for a " +
    "unit that it does not know and for a method other than GET",
  often:
    "what is no single range is refused, or half of it is sent: send the " +
    "whole with 200",
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
    "bytes=-",
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

Deno.test(task(8, "a large file arrives whole and in order", {
  often: "all chunks are read into the same buffer: what waits to be sent is " +
    "overwritten, take a new one for every read; or read() got less than " +
    "the buffer holds",
}, async () => {
  const numbers = Uint32Array.from({ length: 2 * MIB }, (_, index) => index);
  const content = new Uint8Array(numbers.buffer);
  await using site = await TempDir.create({ "large.bin": content });
  await using server = await start(serve, { root: site.path });
  const connection = await server.connect();
  await connection.send(get("/large.bin"));
  // Until the client reads, what is on its way has to wait somewhere.
  await pause(100);
  const response = await connection.readResponse();
  expectStatus(response, 200);
  expectField(response, "Content-Length", `${content.length}`);
  expectBody(response, content);
  await variant("all but its first byte and its last", async () => {
    const range = `Range: bytes=1-${content.length - 2}`;
    const response = await server.exchange(get("/large.bin", range));
    expectStatus(response, 206);
    expectBody(response, content.subarray(1, -1));
  });
}));

Deno.test(task(8, "of a file of 1 TiB any range can be had", {
  because: "RFC 9110 section 14: a file may be larger than all memory",
  often:
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
        expectField(head, "Content-Length", `${body.length}`);
        await connection.readUntil(body);
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
  often: "the file is read in start(), or in a loop that never waits: a " +
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
    expectField(head, "Content-Length", `${GIANT}`);
    await connection.readUntil("begin");
    // Time enough for a server that reads ahead; a good one has nothing to do.
    await pause(READ_AHEAD_MS);
    expectBody(await server.exchange(get("/small.txt")), "small");
  });
}));

Deno.test(task(8, "a client that leaves in the middle leaves no file open", {
  because: "a server has only so many files to open",
  often:
    "the file is closed at its end only: cancel() of the stream is called " +
    "when the client has gone",
}, async () => {
  await using site = await TempDir.create({
    "large.bin": new Uint8Array(16 * MIB),
  });
  await using server = await start(serve, { root: site.path });
  const connection = await server.connect({ canReset: true });
  await connection.send(get("/large.bin"));
  expectStatus(await connection.readResponse({ method: "HEAD" }), 200);
  // By then the server is stuck in a write, with nothing else going on.
  await pause(100);
  await connection.reset();
}));

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
