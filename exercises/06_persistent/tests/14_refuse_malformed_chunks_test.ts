import { expectStatus, get, start, suite, variant } from "../../../kit/mod.ts";
import { BROKEN_OFF, MALFORMED, postChunks } from "./chunks.ts";
import { expectLast, serveWith, textOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 sections 7.1 and 8: after a chunk that is malformed or cut " +
    "short, no server knows where the next request begins",
  try: "deno task send 'POST /cgi-bin/post.ts HTTP/1.1\\r\\nHost: x\\r\\n" +
    "Transfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nhello\\r\\n0\\r\\n\\r\\n'",
});

const UNCHECKED =
  "a part of the framing is read and not checked: a size, the " +
  "empty line after a chunk, or a trailer";

const SERVED_ON = "the bytes after the mistake are taken for a request";

Deno.test(test("malformed chunks are answered 400", {}, async () => {
  const found: string[] = [];
  await using server = await start(serveReading(found));
  for (const [name, chunks] of Object.entries(MALFORMED)) {
    await variant(name, async () => {
      found.length = 0;
      const connection = await server.connect();
      await connection.send(postChunks(chunks) + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 400, {
        likely: response.status === 200 ? UNCHECKED : undefined,
      });
      const calls = { found, expected: ["/"] };
      await expectLast(response, connection, calls, SERVED_ON);
    });
  }
}));

Deno.test(test("chunks that break off are answered 400", {}, async () => {
  const found: string[] = [];
  await using server = await start(serveReading(found));
  for (const [name, chunks] of Object.entries(BROKEN_OFF)) {
    await variant(name, async () => {
      found.length = 0;
      const connection = await server.connect();
      await connection.send(postChunks(chunks));
      await connection.closeWrite();
      const response = await connection.readResponse({
        likely: {
          "end of file":
            "the end of file in a body is not answered: the read " +
            "of the body fails with HttpError 400",
        },
      });
      expectStatus(response, 400, {
        likely: response.status === 200
          ? "the end of file is taken for the end of the body"
          : undefined,
      });
      await expectLast(response, connection, { found, expected: ["/"] });
    });
  }
}));

Deno.test(test("a malformed body is the end, whatever the handler answers", {
  because: "RFC 9112 section 11.2: the rest of a body would become a request",
}, async () => {
  const found: string[] = [];
  await using server = await start(serveReading(found));
  for (const [name, chunks] of Object.entries(MALFORMED)) {
    await variant(name, async () => {
      found.length = 0;
      const connection = await server.connect();
      const request = postChunks(chunks, "X-Handler: forgives");
      await connection.send(request + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      const calls = { found, expected: ["/"] };
      await expectLast(
        response,
        connection,
        calls,
        "only the status 400 ends the connection: a broken body does, also if " +
          "the handler catches the error",
      );
    });
  }
}));

/** Starts a server whose handler reads the body, and may catch its error. */
function serveReading(calls: string[]) {
  return serveWith(async ({ path, headers, body }) => {
    calls.push(path);
    const forgives = headers.get("x-handler") === "forgives";
    const text = await textOf(body).catch((error) => {
      if (forgives) return "forgiven";
      throw error;
    });
    return { status: 200, body: text };
  });
}
