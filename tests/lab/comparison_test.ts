/**
 * The comparison of servers: what it calls a difference, and what not; and the
 * handlers with which an engine is looked at.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { get, toBytes } from "../../kit/mod.ts";
import { parseCommandLine } from "../../lab/command_line.ts";
import { compare } from "../../lab/comparison.ts";
import { Observer } from "../../lab/observer.ts";
import { OtherServers } from "../../lab/other_servers.ts";
import type { AskedServer } from "../../lab/ask_server.ts";
import type { Comparison } from "../../lab/page_requests.ts";

/** A server that answers every connection with these pieces. */
function serve(
  name: string,
  ...pieces: string[]
): AskedServer & AsyncDisposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepting = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(1024));
      for (const piece of pieces) {
        await connection.write(toBytes(piece).slice());
      }
      connection.close();
    }
  })();
  return {
    name,
    port: listener.addr.port,
    protocol: "http",
    callsOf: () => pieces.map((piece) => `write ${piece.length}`),
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
    },
  };
}

function answer(fields: string, body: string): string {
  return `HTTP/1.1 200 OK\r\n${fields}Content-Length: ${body.length}\r\n` +
    `Connection: close\r\n\r\n${body}`;
}

const GET = { bytes: toBytes(get("/")), end: "open" } as const;

async function differencesBetween(
  own: readonly string[],
  other: readonly string[],
): Promise<Comparison["differences"]> {
  await using here = serve("here", ...own);
  await using there = serve("there", ...other);
  return (await compare([here, there], GET)).differences;
}

Deno.test("another date is not a difference", async () => {
  const one = answer("Date: Sat, 28 Nov 2026 20:00:00 GMT\r\n", "hello");
  const two = answer("Date: Sat, 28 Nov 2026 20:00:01 GMT\r\n", "hello");
  assertEquals(await differencesBetween([one], [two]), {});
});

Deno.test("the first differing byte is found, and the fields are named", async () => {
  const one = answer("X-A: b\r\n", "hello");
  const two = answer("X-A: c\r\n", "hello");
  assertEquals(await differencesBetween([one], [two]), {
    there: { offset: one.indexOf("b\r\n"), says: ["x-a: here b, there c"] },
  });
});

Deno.test("where only the content differs, its bytes are shown", async () => {
  const differences = await differencesBetween(
    [answer("", "a+b")],
    [answer("", "a b")],
  );
  assert(/here ".*a\+b", there ".*a b"/.test(differences.there.says[0]));
});

Deno.test("where the content has another length, the bytes of both are shown", async () => {
  const differences = await differencesBetween(
    [answer("", "a<b>")],
    [answer("", "a&lt;b&gt;")],
  );
  assertEquals(differences.there.says, [
    "content-length: here 4, there 10",
    "bytes of content: here 4, there 10",
    'from byte of content 1: here "a<b>", there "a&lt;b&gt"',
  ]);
});

Deno.test("bytes after the end of an answer are named, with their place", async () => {
  const fields = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" +
    "Connection: close\r\n\r\n";
  const differences = await differencesBetween([`${fields}abc`], [fields]);
  const says = differences.there.says.filter((text) => /malformed/.test(text));
  assertEquals(says, [
    `malformed here, at byte ${fields.length}: ` +
    "the response has ended before this byte",
  ]);
});

/** A server whose answer names its port. */
function servePort(name: string): AskedServer & AsyncDisposable {
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(`port ${server.addr.port}`),
  );
  return {
    name,
    port: server.addr.port,
    protocol: "http",
    callsOf: () => undefined,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("each server may show its own port", async () => {
  await using here = servePort("here");
  await using there = servePort("there");
  assertEquals((await compare([here, there], GET)).differences, {});
});

Deno.test("the same bytes in more writes are a difference", async () => {
  const whole = answer("", "hello");
  const at = whole.indexOf("hello");
  const pieces = [whole.slice(0, at), whole.slice(at)];
  assertEquals(await differencesBetween(pieces, [whole]), {
    there: {
      offset: undefined,
      says: ["calls of write: here 2, there 1"],
    },
  });
});

Deno.test("the others are shown even if one server does not listen", async () => {
  await using here = serve("here", answer("", "hello"));
  const gone = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = gone.addr;
  gone.close();
  const there = {
    name: "there",
    port,
    protocol: "http",
    callsOf: () => undefined,
  } as const;
  const { answers } = await compare([here, there], GET);
  assertEquals(answers[0].error, undefined);
  assert(answers[1].error !== undefined);
});

for (const stage of ["02", "03", "04", "06", "07"]) {
  Deno.test(`reference and Deno.serve answer for stage ${stage}`, async () => {
    const options = parseCommandLine([stage]);
    if (options === "help") throw new Error("This is the help");
    await using observer = new Observer();
    await using others = new OtherServers(options, observer);
    assertEquals(others.names, ["reference", "Deno.serve"]);
    const { answers } = await compare(await others.start(), GET);
    for (const { name, parts, error } of answers) {
      assertEquals(error, undefined, name);
      const status = parts.find(({ kind }) => kind === "status-code");
      assertEquals(status?.about, "200", name);
    }
  });
}

Deno.test("the handlers of the lab run on an engine, and on Deno.serve", async () => {
  const options = parseCommandLine(["06", "--handlers"]);
  if (options === "help") throw new Error("This is the help");
  await using observer = new Observer();
  await using others = new OtherServers(options, observer);
  const servers = await others.start();
  for (const [path, text] of [["/characters", "héllo"], ["/stream", "three"]]) {
    const message = { bytes: toBytes(get(path)), end: "open" } as const;
    const { answers } = await compare(servers, message);
    for (const { name, bytes } of answers) {
      const received = new TextDecoder().decode(Uint8Array.fromBase64(bytes));
      assert(received.includes(text), `${name}: ${received}`);
    }
  }
});
