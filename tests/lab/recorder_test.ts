/**
 * The memory of the lab is bounded, and what it tells the pages is complete.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { get, toBytes } from "../../kit/mod.ts";
import { Recorder } from "../../lab/recorder.ts";
import type { Update } from "../../lab/updates.ts";

/** The news that a page has been told, as far as the tests look at it. */
class Told {
  readonly lanes = new Map<number, Update[]>();

  take(updates: readonly Update[]): void {
    for (const update of updates) {
      if (update.type === "reset") this.lanes.clear();
      else if (update.type === "drop") this.lanes.delete(update.lane);
      else if (update.type === "lane") {
        const { id } = update.lane;
        this.lanes.set(id, [...this.lanes.get(id) ?? [], update]);
      } else if ("lane" in update) this.lanes.get(update.lane)?.push(update);
    }
  }
}

/** Connects a page, and disconnects it at the end. */
function openPage(recorder: Recorder): Told & Disposable {
  const told = new Told();
  const close = recorder.subscribe((updates) => told.take(updates));
  return Object.assign(told, { [Symbol.dispose]: close });
}

/** The next news is told in a moment. */
function news(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

Deno.test("old connections are dropped, and the page is told", async () => {
  const recorder = new Recorder("http");
  using page = openPage(recorder);
  for (let port = 1; port <= 1000; port++) {
    const tap = recorder.tap(port);
    tap.connected(port);
    tap.bytes("request", toBytes(get("/")), performance.now());
    tap.ended("request", "end of file");
    tap.closed();
  }
  await news();
  assertEquals(recorder.lanes.length, 200);
  assertEquals(recorder.lanes.at(-1)!.id, 1000);
  assertEquals([...page.lanes.keys()], recorder.lanes.map(({ id }) => id));
});

Deno.test("a long body is kept in part, and what follows it is kept", () => {
  const recorder = new Recorder("http");
  const tap = recorder.tap(1);
  const length = 1 << 28;
  tap.bytes(
    "response",
    toBytes(
      `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`,
    ),
    0,
  );
  const chunk = new Uint8Array(1 << 16);
  for (let sent = 0; sent < length; sent += chunk.length) {
    tap.bytes("response", chunk, 0);
  }
  tap.bytes("response", toBytes("HTTP/1.1 204 No Content\r\n\r\n"), 0);
  const [lane] = recorder.lanes;
  const [, response] = lane.streams;
  assert(lane.keptBytes < 1 << 16, `${lane.keptBytes} bytes are kept`);
  const status = response.parts.findLast(({ kind }) => kind === "status-code")!;
  const bytes = response.slice(status.start, status.end);
  assertEquals(new TextDecoder().decode(bytes), "204");
  assert(lane.events.length <= 2000, `${lane.events.length} events are kept`);
});

Deno.test("endless lines, chunks and packets do not fill the memory", () => {
  const recorder = new Recorder("http");
  const letters = toBytes("a".repeat(1 << 16));
  const chunks = toBytes("1\r\na\r\n".repeat(1 << 13));
  const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const byLine = recorder.tap(1);
  const byChunk = recorder.tap(2);
  byChunk.bytes("response", toBytes(head), 0);
  for (let count = 0; count < 30; count++) {
    byLine.bytes("request", letters, 0);
    byChunk.bytes("response", chunks, 0);
  }
  for (const lane of recorder.lanes) {
    const parts = lane.streams.reduce(
      (sum, { parts }) => sum + parts.length,
      0,
    );
    assert(lane.keptBytes < 1 << 20, `${lane.keptBytes} bytes are kept`);
    assert(parts < 100_000, `${parts} labels are kept`);
  }
});

Deno.test("all connections together have a limit", () => {
  const recorder = new Recorder("text");
  for (let port = 1; port <= 150; port++) {
    const tap = recorder.tap(port);
    for (let count = 0; count < 12; count++) {
      tap.bytes("request", new Uint8Array(1 << 16), 0);
    }
  }
  using page = openPage(recorder);
  const kept = recorder.lanes.reduce((sum, lane) => sum + lane.keptBytes, 0);
  assert(kept <= 32 << 20, `${kept} bytes are kept`);
  assertEquals(page.lanes.size, recorder.lanes.length);
});

Deno.test("a page that opens late is told what the others know", async () => {
  const recorder = new Recorder("http");
  using early = openPage(recorder);
  const tap = recorder.tap(1);
  for (const byte of get("/")) {
    tap.bytes("request", toBytes(byte), performance.now());
  }
  await news();
  tap.ended("request", "end of file");
  await news();
  using late = openPage(recorder);
  assertEquals(partsOf(late), partsOf(early));
});

/** The labels of the first request, put together as the page does. */
function partsOf(told: Told): string[] {
  const kinds: string[] = [];
  for (const update of told.lanes.get(1)!) {
    if (update.type !== "parts" || update.stream !== 0) continue;
    const parts = update.parts.map(({ kind, start, end }) =>
      `${kind} ${start} ${end}`
    );
    kinds.splice(update.from, Infinity, ...parts);
  }
  return kinds;
}
