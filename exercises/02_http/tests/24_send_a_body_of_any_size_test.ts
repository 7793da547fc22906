import {
  expectBody,
  expectField,
  expectThat,
  get,
  Moment,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { serveTcp } from "../../../solutions/01_tcp.ts";
import { readRequest, writeResponse } from "../server.ts";
import { CLOSE, serveTable } from "./handlers.ts";

const test = suite(import.meta.url, { because: "RFC 9110 section 8.6" });

Deno.test(test("a body is a text, bytes or nothing", {}, async () => {
  await using server = await start(serveTable({
    text: { status: 200, body: "Grüße" },
    bytes: { status: 200, body: toBytes("Grüße").slice() },
    null: { status: 200, body: null },
    nothing: { status: 200 },
    empty: { status: 200, body: "" },
  }));
  for (const name of ["text", "bytes"]) {
    await variant(name, async () => {
      expectBody(await server.exchange(get(`/${name}`)), "Grüße");
    });
  }
  for (const name of ["null", "nothing", "empty"]) {
    await variant(name, async () => {
      const response = await server.exchange(get(`/${name}`, CLOSE));
      expectField(response, "Content-Length", "0", {
        likely: "without a body, no length is sent: 0 is a length too",
      });
    });
  }
}));

Deno.test(test("a body of 8 MiB is sent whole", {}, async () => {
  // Its period of 23 bytes shows a part that is missing or sent twice.
  const body = toBytes("abcdefghijklmnopqrstuvw".repeat(364_723)).slice();
  await using server = await start(
    serveTable({ large: { status: 200, body } }),
  );
  const response = await server.exchange(get("/large", CLOSE), {
    likely: {
      "end of file":
        "one write() took only a part: it returns how many bytes " +
        "it took, so call it again with the rest",
      excess: "the same bytes are written again: subarray(written) is the rest",
    },
  });
  expectBody(response, body, { expected: "every byte once, in order" });
}));

Deno.test(test("writeResponse tells its caller that the client has gone", {
  because: "its caller catches the error; one that is caught by no code ends " +
    "the program",
  likely: {
    thrown: "the promise of a write is not awaited, that of the head for " +
      "instance",
  },
}, async () => {
  using called = new Moment("the request has been read");
  using gone = new Moment("the client resets the connection");
  let hasFailed = false;
  // More than the buffers of the system take.
  const body = "a".repeat(12_000_000);
  await using server = await start((options) =>
    serveTcp(options, async (connection) => {
      const request = await readRequest(connection).finally(called.happen);
      await gone.promise;
      const response = { status: 200, body };
      await writeResponse(connection, response, request)
        .catch(() => hasFailed = true);
    })
  );
  const connection = await server.connect({ canReset: true });
  await connection.send(get("/"));
  await called.expect();
  await connection.reset();
  gone.happen();
  await server.closes(connection);
  expectThat(hasFailed, "writeResponse does not throw", {
    expected: "the error of the write() that fails",
  });
}));
