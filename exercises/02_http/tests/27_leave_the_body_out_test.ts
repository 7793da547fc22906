import {
  expectField,
  expectNoField,
  expectStatus,
  httpRequest,
  Moment,
  slowWrites,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { Bytes, HttpResponse } from "../server.ts";
import { CLOSE, serveTable } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 6.3; RFC 9110 section 8.6: no Content-Length in " +
    "a 204",
  likely: { excess: "the body of the handler is sent all the same" },
});

/** An endless stream. */
function streaming(status: number, onCancel = () => {}): HttpResponse {
  const body = new ReadableStream<Bytes>({
    pull: (controller) => controller.enqueue(new Uint8Array(5)),
    cancel: onCancel,
  });
  return { status, headers: { "Content-Length": "10" }, body };
}

const TABLE = {
  text: { status: 200, body: "Grüße" },
  empty: { status: 200, body: "" },
  length: { status: 200, headers: { "Content-Length": "77" } },
  unchanged: { status: 304, headers: { "Content-Length": "77" } },
  bodiless: { status: 204, body: "Grüße" },
  stream: () => streaming(200),
  204: () => streaming(204),
  304: () => streaming(304),
};

/** Requests, and the Content-Length of their answers. */
const ROWS: readonly [method: string, path: string, length?: string][] = [
  ["HEAD", "/text", "7"],
  ["HEAD", "/empty", "0"],
  ["HEAD", "/length", "77"],
  ["HEAD", "/stream", "10"],
  ["GET", "/unchanged", "77"],
  ["GET", "/304", "10"],
  ["GET", "/204"],
  ["GET", "/bodiless"],
];

function request(method: string, path: string): string {
  return httpRequest([`${method} ${path} HTTP/1.1`, "Host: localhost", CLOSE]);
}

Deno.test(
  test("answers to HEAD, and 204 and 304, have no body", {}, async () => {
    await using server = await start(serveTable(TABLE));
    for (const [method, path, length] of ROWS) {
      await variant(`${method} ${path}`, async () => {
        const connection = await server.connect();
        await connection.send(request(method, path));
        const response = await connection.readResponse({ method });
        if (length === undefined) {
          expectNoField(response, "Content-Length", {
            likely: "204 has no length, not even 0",
          });
        } else {
          const isZero = response.headers.get("content-length") === "0";
          expectField(response, "Content-Length", length, {
            expected: `${length}, the length of what GET would send`,
            likely: isZero
              ? "a body that is not sent is taken for one of 0 bytes: the " +
                "handler says how long it would be"
              : path === "/empty"
              ? "an empty text has a length, 0, unlike undefined and null"
              : undefined,
          });
        }
        await connection.expectEnd("the answer ends with its empty line");
      });
    }
  }),
);

Deno.test(test("the connection ends when everything has been written", {
  because: "write() may take time, as for a client that reads slowly",
  likely: { "end of file": "a write() is not awaited" },
}, async () => {
  const body = "a".repeat(100_000);
  await using server = await start(
    serveTable({ ...TABLE, large: { status: 200, body } }),
  );
  slowWrites();
  const rows = [["GET", "/text"], ["GET", "/large"], ["HEAD", "/large"]];
  for (const [method, path] of rows) {
    await variant(`${method} ${path}`, async () => {
      const options = { method };
      const response = await server.exchange(request(method, path), options);
      expectStatus(response, 200);
    });
  }
}));

Deno.test(test("a stream that is not sent is cancelled", {
  because: "a stream that is neither read nor cancelled keeps its file open",
}, async () => {
  for (const [method, status] of [["HEAD", 200], ["GET", 204], ["GET", 304]]) {
    await variant(`${method}, ${status}`, async () => {
      using cancelled = new Moment("the stream is cancelled");
      await using server = await start(serveTable({
        "": () => streaming(Number(status), cancelled.happen),
      }));
      const method_ = `${method}`;
      const options = { method: method_ };
      const response = await server.exchange(request(method_, "/"), options);
      expectStatus(response, Number(status));
      await cancelled.expect({
        likely: "the body is left out, and its cancel() is not called",
      });
    });
  }
}));
