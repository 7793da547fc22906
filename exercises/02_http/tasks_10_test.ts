/**
 * The suite of stage 02, task 10: how the response of a handler is written,
 * whatever it is.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  type Connection,
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  Failure,
  get,
  httpRequest,
  Moment,
  pause,
  start,
  streamOf,
  suite,
  toBytes,
  variant,
  withHandler,
} from "../../kit/mod.ts";
import { type Bytes, type HttpResponse, serveHttp } from "./server.ts";

const task = suite(import.meta.url);

const CLOSE = "Connection: close";

/** A server that answers each path as the table says. */
function serveTable(
  table: Record<string, HttpResponse | (() => HttpResponse)>,
) {
  return withHandler(serveHttp, ({ path }) => {
    const response = table[path.slice(1)];
    return typeof response === "function" ? response() : response;
  });
}

Deno.test(task(10, "fields are sent as given, but for those of the engine", {
  because: "RFC 9110 section 6.6.1, RFC 9112 sections 6 and 9.6: Date, " +
    "Connection, Keep-Alive, Transfer-Encoding and the length of a text are " +
    "the engine's",
  likely: "the handler's fields are put beside the engine's own; or only one " +
    "of the three forms of headers is understood; in a record, undefined " +
    "means that there is no such field",
}, async () => {
  await using server = await start(serveTable({
    list: {
      status: 200,
      headers: [["Set-Cookie", "a=1"], ["set-cookie", "b=2"]],
    },
    record: { status: 200, headers: { "Set-Cookie": "a=1", "Age": undefined } },
    headers: { status: 200, headers: new Headers({ "Set-Cookie": "a=1" }) },
    latin1: { status: 200, headers: { "X-Name": "café" } },
    engine: {
      status: 200,
      headers: {
        "Connection": "keep-alive, upgrade",
        "Content-Length": "99",
        "Date": "yesterday",
        "Keep-Alive": "timeout=5",
        "transfer-encoding": "chunked",
      },
      body: "Grüße",
    },
  }));
  const cookies = { list: ["a=1", "b=2"], record: ["a=1"], headers: ["a=1"] };
  for (const [form, expected] of Object.entries(cookies)) {
    await variant(`headers as a ${form}`, async () => {
      const response = await server.exchange(get(`/${form}`));
      const found = response.fieldLines
        .filter(({ name }) => name.toLowerCase() === "set-cookie")
        .map(({ value }) => value);
      assertEquals(found, expected, "the fields Set-Cookie");
      expectNoField(response, "Age");
      expectField(response, "Content-Length", "0");
    });
  }
  await variant("a value with é, U+00E9", async () => {
    const response = await server.exchange(get("/latin1"));
    expectField(response, "X-Name", "café", {
      expected: "a character up to U+00FF is one byte, é is E9",
      likely: "the head is encoded as UTF-8, like a body",
    });
  });
  await variant("fields of the engine", async () => {
    const response = await server.exchange(get("/engine", CLOSE));
    expectField(response, "Content-Length", "7");
    expectField(response, "Connection", "close");
    expectField(response, "Date", / GMT$/);
    expectNoField(response, "Keep-Alive");
    expectNoField(response, "Transfer-Encoding");
    expectBody(response, "Grüße");
  });
}));

Deno.test(task(10, "text, bytes and streams are sent whole", {
  because: "RFC 9112 section 6.3: a body of unknown length ends with the " +
    "connection",
  likely: "write() may take only a part: it returns how many bytes it took",
}, async () => {
  const bytes = new Uint8Array(8 * 1024 * 1024).map((_, index) => index % 251);
  const length = { "Content-Length": "11" };
  const chunks = ["hello ", "", "world"];
  await using server = await start(serveTable({
    text: { status: 200, body: "Grüße" },
    bytes: { status: 200, body: bytes },
    known: () => ({ status: 200, headers: length, body: streamOf(...chunks) }),
    unknown: () => ({ status: 200, body: streamOf(...chunks) }),
  }));
  await variant("a text", async () => {
    expectBody(await server.exchange(get("/text")), "Grüße");
  });
  await variant("8 MiB of bytes", async () => {
    const response = await server.exchange(get("/bytes"));
    assertEquals(response.body.length, bytes.length, "bytes received");
    assert(response.body.every((byte, at) => byte === at % 251), "in order");
  });
  await variant("a stream of known length", async () => {
    const response = await server.exchange(get("/known"));
    expectField(response, "Content-Length", "11");
    expectBody(response, "hello world");
  });
  await variant("a stream of unknown length", async () => {
    const response = await server.exchange(get("/unknown"));
    expectNoField(response, "Content-Length");
    expectBody(response, "hello world");
  });
}));

Deno.test(task(10, "a stream that has not its length ends the connection", {
  because: "RFC 9112 section 6.3: nothing else tells the client that the " +
    "body is not whole",
  likely: "the bytes that were sent are not counted, or the error of a " +
    "stream leaves the connection open",
}, async () => {
  function streamed(...chunks: string[]) {
    const headers = { "Content-Length": "10" };
    return () => ({ status: 200, headers, body: streamOf(...chunks) });
  }
  function breakOff(): HttpResponse {
    const body = ReadableStream.from(async function* () {
      yield toBytes("hello").slice();
      await pause(0);
      throw new Error("the disk is gone");
    }());
    return { status: 200, headers: { "Content-Length": "10" }, body };
  }
  await using server = await start(serveTable({
    "too-short": streamed("hello"),
    "too-long": streamed("hello", "world", "!"),
    "too-long-at-once": streamed("hello world"),
    "broken-off": breakOff,
    "right": streamed("hello", "world"),
  }));
  for (
    const name of ["too-short", "too-long", "too-long-at-once", "broken-off"]
  ) {
    await variant(name.replaceAll("-", " "), async () => {
      const connection = await server.connect();
      await connection.send(get(`/${name}`));
      await expectCut(connection, 10);
    });
  }
  await variant("the next request", async () => {
    expectBody(await server.exchange(get("/right")), "helloworld");
  });
}));

/** Expects that the connection ends, and no byte is beyond Content-Length. */
async function expectCut(connection: Connection, length: number) {
  await connection.readUntil("\r\n\r\n");
  const offset = connection.consumed + length;
  let outcome = await connection.more();
  while (outcome === "bytes") outcome = await connection.more();
  const { transcript } = connection;
  if (outcome === "silence") {
    throw new Failure("the connection stays open", {
      transcript,
      expected: "the connection ends: the length that was promised is wrong",
    });
  }
  const extra = connection.unread.length - length;
  if (extra <= 0) return;
  throw new Failure(`bytes beyond Content-Length: ${extra}`, {
    transcript,
    mark: { offset, note: "here the body has its length" },
    expected: "no byte beyond Content-Length: it would begin another response",
  });
}

Deno.test(task(10, "no field breaks out of its line", {
  because: "RFC 9110 section 5.5: whoever can put CR LF into a value writes " +
    "the rest of the response",
  likely: "names and values go out as they come: a name is a token, a value " +
    "has no control character but the tab, and nothing above U+00FF",
}, async () => {
  const fields: [name: string, value: string][] = [
    ["Location", "/\r\nSet-Cookie: admin=1"],
    ["Location", "/\nSet-Cookie: admin=1"],
    ["Location", "/\rSet-Cookie: admin=1"],
    ["X-Nul", "a\0b"],
    ["X-Snowman", "☃"],
    ["Set-Cookie: admin=1\r\nX", "1"],
    ["X Y", "1"],
    ["", "1"],
  ];
  await using server = await start(serveTable(Object.fromEntries(
    fields.map((field, index) => [index, { status: 200, headers: [field] }]),
  )));
  for (const [index, field] of fields.entries()) {
    await variant(JSON.stringify(field.join(": ")), async () => {
      const response = await server.exchange(get(`/${index}`));
      expectStatus(response, 500);
      expectNoField(response, "Set-Cookie");
    });
  }
}));

Deno.test(task(10, "answers to HEAD, and 204 and 304, have no body", {
  because: "RFC 9112 section 6.3; RFC 9110 section 8.6: no Content-Length " +
    "in a 204",
  likely: "the body of the handler is sent all the same, or its stream is " +
    "never cancelled and keeps a file open; or no body counts as one of 0 " +
    "bytes where the handler says what GET would send",
}, async () => {
  let cancelled = new Moment("the stream that is not sent is cancelled");
  function stream(): HttpResponse {
    const body = new ReadableStream<Bytes>({
      pull: (controller) => controller.enqueue(new Uint8Array(5)),
      cancel: () => cancelled.happen(),
    });
    return { status: 200, headers: { "Content-Length": "10" }, body };
  }
  await using server = await start(serveTable({
    text: { status: 200, body: "Grüße" },
    length: { status: 200, headers: { "Content-Length": "77" } },
    unchanged: { status: 304, headers: { "Content-Length": "77" } },
    stream,
    204: () => ({ ...stream(), status: 204 }),
    304: () => ({ ...stream(), status: 304 }),
  }));
  const rows: [method: string, path: string, length: string | undefined][] = [
    ["HEAD", "/text", "7"],
    ["HEAD", "/length", "77"],
    ["GET", "/unchanged", "77"],
    ["HEAD", "/stream", "10"],
    ["GET", "/204", undefined],
    ["GET", "/304", "10"],
  ];
  for (const [method, path, length] of rows) {
    await variant(`${method} ${path}`, async () => {
      cancelled = new Moment("the stream that is not sent is cancelled");
      const lines = [`${method} ${path} HTTP/1.1`, "Host: localhost", CLOSE];
      const connection = await server.connect();
      await connection.send(httpRequest(lines));
      const response = await connection.readResponse({ method });
      if (length === undefined) expectNoField(response, "Content-Length");
      else expectField(response, "Content-Length", length);
      await connection.expectEnd("the answer ends with its empty line");
      const isStream = ["/stream", "/204", "/304"].includes(path);
      if (isStream) await cancelled.expect();
    });
  }
}));
