/**
 * `deno task send`: when an answer is complete, and the reason that it gives if not.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { pause } from "../../kit/mod.ts";
import { exchange } from "../../course/exchange.ts";
import {
  answering,
  GET,
  OK,
  readToEnd,
  readUntil,
  send,
  serveOnce,
} from "./send_program.ts";

/** Answers on a connection that stays open: the framing says when to stop. */
const COMPLETE: readonly (readonly [name: string, string, string])[] = [
  ["Content-Length", GET, OK],
  [
    "chunks",
    GET,
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
  ],
  ["no body after 304", GET, "HTTP/1.1 304 Not Modified\r\n\r\n"],
  [
    "no body after HEAD",
    GET.replace("GET", "HEAD"),
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
  ],
];

Deno.test("send --every-byte knows that an answer to HEAD has no body", async () => {
  await using server = serveOnce(
    answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
  );
  const request = GET.replace("GET", "HEAD");
  const flags = ["--every-byte", "--delay", "0", "--port", server.port];
  const { code, stderr } = await send([request, ...flags]);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
});

for (const [name, request, answer] of COMPLETE) {
  Deno.test(`send knows the end of an answer: ${name}`, async () => {
    await using server = serveOnce(answering(answer));
    const { code, stderr } = await send([request, "--port", server.port]);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
  });
}

Deno.test("send waits for the answer that follows an interim response", async () => {
  await using server = serveOnce(async (connection) => {
    await readUntil(connection, "\r\n\r\n");
    for (const part of ["HTTP/1.1 100 Continue\r\n\r\n", OK]) {
      await connection.write(new TextEncoder().encode(part));
      await pause(50);
    }
  });
  const { code, stdout } = await send([GET, "--port", server.port]);
  assertStringIncludes(stdout, "hello");
  assertEquals(code, 0);
});

Deno.test("send --to-end reads on after a complete answer", async () => {
  await using server = serveOnce(async (connection) => {
    await readUntil(connection, "\r\n\r\n");
    await connection.write(new TextEncoder().encode(OK));
    await connection.write(new TextEncoder().encode("and more"));
  });
  const { code, stdout } = await send([GET, "--to-end", "--port", server.port]);
  assertStringIncludes(stdout, "and more");
  assertStringIncludes(stdout, "(end of file)");
  assertEquals(code, 0);
});

Deno.test("send takes an answer that arrives before everything is sent", async () => {
  await using server = serveOnce(async (connection) => {
    await connection.read(new Uint8Array(1));
    await connection.write(new TextEncoder().encode(OK));
    await readToEnd(connection);
  });
  const args = [GET, "--every-byte", "--delay", "2000", "--port", server.port];
  const started = Date.now();
  const { code, stdout } = await send(args);
  assertEquals(code, 0);
  assertStringIncludes(stdout, "hello");
  assertEquals(Date.now() - started < 5000, true);
});

const INCOMPLETE: readonly (readonly [string, string, string])[] = [
  [
    "cut",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
    "the connection ended after 3 of the 5 bytes of the body",
  ],
  [
    "malformed",
    "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
    "the response is malformed: LF without CR",
  ],
  ["empty", "", "the server closed the connection without an answer"],
];

for (const [name, answer, reason] of INCOMPLETE) {
  Deno.test(`send returns 1 and the reason: ${name}`, async () => {
    await using server = serveOnce(async (connection) => {
      await readUntil(connection, "\r\n\r\n");
      await connection.write(new TextEncoder().encode(answer));
    });
    const { code, stderr } = await send([GET, "--port", server.port]);
    assertEquals(stderr, `The answer is not complete: ${reason}\n`);
    assertEquals(code, 1);
  });
}

Deno.test("send marks the first malformed byte and shows what follows", async () => {
  await using server = serveOnce(
    answering("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
  );
  const { stdout } = await send([GET, "--port", server.port]);
  assertStringIncludes(stdout, "^ byte 15: LF without CR");
  assertStringIncludes(stdout, "hello");
});

Deno.test("an exchange gives up at its deadline", async () => {
  await using server = serveOnce(readToEnd);
  const { reason } = await exchange({
    port: Number(server.port),
    pieces: [new TextEncoder().encode("GET")],
    delayMs: 0,
    halfClose: false,
    toEnd: false,
    deadlineMs: 200,
  });
  assertEquals(reason, "it has not ended in time");
});

Deno.test("send without a server says how to start one", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const { code, stdout, stderr } = await send([GET, "--port", `${port}`]);
  assertEquals(
    stderr,
    `No server listens on 127.0.0.1:${port}. Start yours in another terminal, ` +
      `for stage 02: deno task course run 02 --port ${port}\n`,
  );
  assertEquals({ code, stdout }, { code: 1, stdout: "" });
});
