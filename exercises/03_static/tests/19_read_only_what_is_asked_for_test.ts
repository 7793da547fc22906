import {
  expectField,
  expectValue,
  get,
  suite,
  variant,
} from "../../../kit/mod.ts";
import {
  DEEP,
  expectNext,
  GIANT,
  inLittleMemory,
  POSIX,
  serveGiant,
} from "./giant.ts";
import { ReadingWatch } from "./reading.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url);

const RANGES: readonly [range: string, body: string, part: string][] = [
  [`bytes=${DEEP}-${DEEP + 3}`, "deep", `${DEEP}-${DEEP + 3}`],
  ["bytes=-3", "end", `${GIANT - 3}-${GIANT - 1}`],
];

Deno.test(test("any range of a file of 1 TiB can be had", {
  because: "RFC 9110 section 14: a file may be larger than all memory",
  needs: POSIX,
}, async () => {
  await using site = await serveGiant();
  const whole = "the whole file is read, and then cut: seek() to the first " +
    "byte, and read only as many as are wanted";
  await inLittleMemory(site, whole, async () => {
    for (const [range, body, part] of RANGES) {
      await variant(`Range: ${range}`, async () => {
        const connection = await site.server.connect();
        await connection.send(get("/giant.bin", `Range: ${range}`));
        const head = await connection.readResponse({ method: "HEAD" });
        site.expectStatus(head, 206, {
          "out of memory": whole,
          "Array buffer": whole,
        });
        expectField(head, "Content-Range", `bytes ${part}/${GIANT}`, {
          likely: "a position is cut to 32 bits, as | 0 and >> do",
        });
        expectField(head, "Content-Length", `${body.length}`, {
          likely: "a stream needs the length from you: last - first + 1",
        });
        await expectNext(connection, body, causeOfPosition);
      });
    }
  });
}));

/** The likely cause if the body begins with other bytes. */
function causeOfPosition(found: string): string {
  return found.startsWith("beg")
    ? "the file is read from its beginning: seek() before anything is read"
    : "the file is read from another position: one that is cut to 32 bits, as " +
      "| 0 and >> do, or one that is not counted in bytes";
}

Deno.test(test("HEAD reads nothing of the file", {
  needs: POSIX,
}, async () => {
  await using site = await serveGiant();
  const likely = "for HEAD the file is read too: its size, from stat(), is " +
    "all that the answer needs";
  await inLittleMemory(site, likely, async () => {
    const response = await site.head("/giant.bin");
    site.expectStatus(response, 200, {
      "out of memory": likely,
      "Array buffer": likely,
    });
    expectField(response, "Content-Length", `${GIANT}`, {
      likely: "without a body, the length has to come from you",
    });
  });
  await site.directory.write("small.txt", "0123456789");
  using reading = new ReadingWatch();
  site.expectStatus(await site.head("/small.txt"), 200);
  expectValue("the number of bytes read", reading.bytes, 0, { likely });
}));

Deno.test(test("the file is closed after every answer", {
  because: "a process may have only so many open files",
}, async () => {
  await using site = await serveFiles({
    "sent.txt": "0123456789",
    "asked-with-head.txt": "0123456789",
    "answered-with-304.txt": "0123456789",
    "answered-with-416.txt": "0123456789",
    "empty.txt": "",
  });
  site.expectStatus(await site.get("/sent.txt"), 200);
  site.expectStatus(await site.head("/asked-with-head.txt"), 200);
  const ifNoneMatch = "If-None-Match: *";
  const notModified = await site.get("/answered-with-304.txt", ifNoneMatch);
  site.expectStatus(notModified, 304);
  const range = "Range: bytes=10-";
  const unsatisfiable = await site.get("/answered-with-416.txt", range);
  site.expectStatus(unsatisfiable, 416);
  site.expectStatus(await site.get("/empty.txt"), 200);
}));
