/**
 * Clients that are sent the same memory get their own heads, and the right bytes,
 * whatever the others do meanwhile.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Connection, type RawResponse } from "../kit/mod.ts";
import { serveHttp } from "../engine/serve_http.ts";
import { HEAD_ROOM, joinShared, share } from "../engine/shared_bytes.ts";

const LENGTH = 100_000;

/** The buffer of a small answer, and of a large one, in bytes. */
const POOLED_LENGTHS = [65_536, 131_072];

/** How many answers nobody takes: more than the system keeps for a client. */
const UNREAD_ANSWERS = 200;

const quiet = () => {};

function makeContent(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, at) => at % 251);
}

function makeShared(length: number): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(HEAD_ROOM + length);
  buffer.set(makeContent(length), HEAD_ROOM);
  return share(buffer, length);
}

/** A server whose answers bear the query of the request in their heads. */
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

Deno.test("a head that is on its way is not overwritten", () => {
  const bytes = makeShared(10);
  const joined = (name: string) => {
    const view = joinShared(new TextEncoder().encode(name), bytes);
    return view && new TextDecoder().decode(view.subarray(0, name.length));
  };
  assertEquals(joined("head of a"), "head of a");
  assertEquals(joined("head of b"), undefined);
  assertEquals(joined("a longer head"), undefined);
  assertEquals(joined("head of a"), "head of a");
});

const LONG_NAME = "long".repeat(HEAD_ROOM / 4);

Deno.test("who shares bytes has a head of his own", async () => {
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

Deno.test("shared bytes follow, and are followed by, other answers", async () => {
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

Deno.test("who does not read yet is sent what was meant for him", async () => {
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
  Deno.test(`shared bytes stay as they are, with ${pooled} bytes in one write`, async () => {
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
