/**
 * Clients that are sent the same memory get their own heads and the right bytes,
 * and do not affect each other.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Connection, type RawResponse } from "../../kit/mod.ts";
import { serveHttp } from "../../engine/serve_http.ts";
import { HEAD_ROOM, SharedBytes } from "../../engine/files/shared_bytes.ts";

const LENGTH = 100_000;

/** The sizes of the larger output buffers, in bytes. */
const POOLED_LENGTHS = [65_536, 131_072];

/** How many answers a client does not read: more than the system buffers. */
const UNREAD_ANSWERS = 200;

const quiet = () => {};

function makeContent(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, at) => at % 251);
}

function makeShared(length: number): SharedBytes {
  const buffer = new Uint8Array(HEAD_ROOM + length);
  buffer.set(makeContent(length), HEAD_ROOM);
  return SharedBytes.share(buffer, length);
}

/** A server whose answers repeat the query of the request in a field. */
function startServer(shared: Uint8Array<ArrayBuffer>) {
  const others: Record<string, string | Uint8Array<ArrayBuffer>> = {
    "/small": "-",
    "/zeros": new Uint8Array(shared.length),
  };
  return serveHttp({ port: 0, log: quiet }, ({ path, query = "" }) => {
    const headers = { "X-Name": query };
    return { status: 200, headers, body: others[path] ?? shared };
  });
}

function makeRequest(target: string, version = "1.1", line = ""): string {
  return `GET ${target} HTTP/${version}\r\nHost: a\r\n${line}\r\n`;
}

function assertAnswer(
  { headers, body }: RawResponse,
  name: string,
  length = LENGTH,
): void {
  assertEquals(headers.get("X-Name"), name);
  assertEquals(headers.get("Content-Length"), `${length}`);
  const content = makeContent(length);
  assert(body.every((byte, at) => byte === content[at]), name);
}

Deno.test("a head that is being sent is not overwritten", () => {
  const bytes = makeShared(10);
  const joined = (name: string) => {
    const view = bytes.joinHead(new TextEncoder().encode(name));
    return view && new TextDecoder().decode(view.subarray(0, name.length));
  };
  assertEquals(joined("head of a"), "head of a");
  assertEquals(joined("head of b"), undefined);
  assertEquals(joined("a longer head"), undefined);
  assertEquals(joined("head of a"), "head of a");
});

const LONG_NAME = "long".repeat(HEAD_ROOM / 4);

Deno.test("answers with the same bytes have their own heads", async () => {
  await using server = startServer(makeShared(LENGTH));
  const names = ["a", "a", "b", "longer", LONG_NAME, "a", "c"];
  for (const name of names) {
    await using connection = await Connection.open(server.addr);
    for (const version of ["1.1", "1.0"]) {
      const line = "Connection: keep-alive\r\n";
      await connection.send(makeRequest(`/?${name}`, version, line));
      const response = await connection.readResponse();
      assertAnswer(response, name);
      const expected = version === "1.1" ? null : "keep-alive";
      assertEquals(response.headers.get("Connection"), expected);
    }
    await connection.send(
      makeRequest(`/?${name}`, "1.1", "Connection: close\r\n"),
    );
    const last = await connection.readResponse();
    assertAnswer(last, name);
    assertEquals(last.headers.get("Connection"), "close");
  }
});

Deno.test("shared bytes can follow and precede other answers", async () => {
  await using server = startServer(makeShared(LENGTH));
  for (let time = 0; time < 3; time++) {
    await using connection = await Connection.open(server.addr);
    const targets = ["/small?a", "/?b", "/?b", "/small?c", "/?d"];
    await connection.send(targets.map((to) => makeRequest(to)).join(""));
    for (const target of targets) {
      const response = await connection.readResponse();
      const [path, name] = target.split("?");
      if (path === "/") assertAnswer(response, name);
      assertEquals(response.headers.get("X-Name"), name);
    }
  }
});

Deno.test("a client that reads late gets its own answers", async () => {
  await using server = startServer(makeShared(LENGTH));
  await using slow = await Connection.open(server.addr);
  const names = Array.from({ length: UNREAD_ANSWERS }, () => "slow");
  await slow.send(names.map((name) => makeRequest(`/?${name}`)).join(""));
  for (const name of ["fast", "other"]) {
    await using fast = await Connection.open(server.addr);
    await fast.send(makeRequest(`/?${name}`));
    assertAnswer(await fast.readResponse(), name);
  }
  for (const name of names) assertAnswer(await slow.readResponse(), name);
});

for (const pooled of POOLED_LENGTHS) {
  Deno.test(`shared bytes do not change in a write of ${pooled} bytes`, async () => {
    await using server = startServer(makeShared(LENGTH));
    await using probe = await Connection.open(server.addr);
    await probe.send(makeRequest("/?a"));
    const { bodyOffset } = await probe.readResponse();
    const inHead = `${LENGTH}`.length;
    const length = pooled - bodyOffset + inHead - `${pooled}`.length;
    await using exact = startServer(makeShared(length));
    await using connection = await Connection.open(exact.addr);
    for (const target of ["/?a", "/zeros?b", "/?a"]) {
      await connection.send(makeRequest(target));
      const response = await connection.readResponse();
      if (target !== "/?a") continue;
      assertEquals(response.bodyOffset - response.offset + length, pooled);
      assertAnswer(response, "a", length);
    }
  });
}
