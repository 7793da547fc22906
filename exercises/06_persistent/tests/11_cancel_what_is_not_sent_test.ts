import {
  expectNoField,
  expectStatus,
  httpRequest,
  Moment,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { Bytes } from "../server.ts";
import { expectNext, serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 6.3: answers to HEAD, and 204 and 304, have no " +
    "body; and a stream that is not read keeps its file open",
  try: "curl -v --head http://127.0.0.1:8000/cgi-bin/time.ts",
});

const ROWS = ["HEAD /200", "GET /204", "GET /304"];

Deno.test(test("a stream that is not sent is cancelled", {}, async () => {
  // The status 99 becomes 500.
  for (const line of [...ROWS, "GET /99"]) {
    await variant(line, async () => {
      using cancelled = new Moment("the stream of the handler is cancelled");
      await using server = await start(serveWith(({ path }) => {
        if (path === "/next") return { status: 200, body: "next" };
        const body = new ReadableStream<Bytes>({
          pull: (controller) => controller.enqueue(new Uint8Array(5)),
          cancel: () => cancelled.happen(),
        });
        return { status: Number(path.slice(1)), body };
      }));
      const connection = await server.connect();
      const [method] = line.split(" ");
      const lines = [`${line} HTTP/1.1`, "Host: localhost"];
      await connection.send(httpRequest(lines));
      const response = await connection.readResponse({ method });
      if (response.status === 204) {
        expectNoField(response, "Transfer-Encoding", {
          because: "RFC 9112 section 6.1: not with 204",
          likely: "the framing is chosen before the status is checked",
        });
      }
      await expectNext(connection, "next", {
        malformed:
          "chunks, or at least the last one, are sent although there " +
          "may be no body",
      });
      await cancelled.expect({
        likely: "the stream is forgotten: call its cancel()",
      });
    });
  }
}));

Deno.test(test("a stream that cannot be cancelled is not sent either", {
  because: "the answer has no body: what its stream does makes no difference",
}, async () => {
  for (const line of ROWS) {
    await variant(line, async () => {
      await using server = await start(serveWith(({ path }) => {
        if (path === "/next") return { status: 200, body: "next" };
        const body = new ReadableStream<Bytes>({
          cancel: () => Promise.reject(new Error("the file is gone")),
        });
        return { status: Number(path.slice(1)), body };
      }));
      const connection = await server.connect();
      const [method, status] = line.split(" /");
      await connection.send(
        httpRequest([`${line} HTTP/1.1`, "Host: localhost"]),
      );
      const response = await connection.readResponse({ method });
      expectStatus(response, Number(status), {
        likely: "an error of cancel() is taken for an error of the handler: " +
          "catch it",
      });
      await expectNext(connection, "next");
    });
  }
}));
