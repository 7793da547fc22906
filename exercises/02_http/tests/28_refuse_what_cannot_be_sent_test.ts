import {
  expectNoField,
  expectStatus,
  expectThat,
  get,
  Moment,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveTcp } from "../../../solutions/01_tcp.ts";
import {
  type Bytes,
  type HttpResponse,
  readRequest,
  writeResponse,
} from "../server.ts";
import { type Answer, CLOSE, serveTable, serveWith } from "./handlers.ts";

const test = suite(import.meta.url, {
  likely: {
    malformed: "the response is written as the handler gives it: check it " +
      "before the first byte",
    "end of file": "the error is thrown when it is too late to answer 500: " +
      "check before you write",
  },
});

Deno.test(test("a status that no response has becomes 500", {
  because: "RFC 9110 section 15: a final status is from 200 to 599",
}, async () => {
  await using server = await start(serveWith(({ path }) => ({
    status: Number(path.slice(1)),
  })));
  for (const status of [99, 100, 600, 200.5, NaN]) {
    await variant(`{ status: ${status} }`, async () => {
      expectStatus(await server.exchange(get(`/${status}`, CLOSE)), 500, {
        likely: "the status is not checked: a whole number from 200 to 599",
      });
    });
  }
  for (const status of [200, 599]) {
    await variant(`then { status: ${status} }`, async () => {
      const response = await server.exchange(get(`/${status}`, CLOSE));
      expectStatus(response, status);
    });
  }
  // After its end, a server has logged everything.
  await server.shutdown();
  const requestLine = "GET /99 HTTP/1.1";
  const isLogged = server.log.some((line) => {
    const withoutClient = line.replace(/127\.0\.0\.1:\d+/, "");
    return withoutClient.includes(requestLine) && /\b500\b/.test(withoutClient);
  });
  expectThat(isLogged, "no line has the request-line and the status 500", {
    expected: "a line of the log with the status that the client received",
    likely: "the line is logged before the response has been checked",
  });
}));

Deno.test(test("the stream of a refused response is cancelled", {
  because: "a stream that is neither read nor cancelled keeps its file open",
}, async () => {
  await variant("by serveHttp", async () => {
    using cancelled = new Moment("the stream is cancelled");
    const body = new ReadableStream<Bytes>({ cancel: cancelled.happen });
    await using server = await start(serveTable({ "": { status: 99, body } }));
    expectStatus(await server.exchange(get("/", CLOSE)), 500);
    await cancelled.expect({
      likely:
        "another response is sent, and cancel() of the first is not called",
    });
  });
  await variant("by writeResponse itself", async () => {
    using cancelled = new Moment("the stream is cancelled");
    const body = new ReadableStream<Bytes>({ cancel: cancelled.happen });
    await using server = await start((options) =>
      serveTcp(options, async (connection) => {
        const request = await readRequest(connection);
        await writeResponse(connection, { status: 99, body }, request)
          .catch(() => {});
      })
    );
    const connection = await server.connect();
    await connection.send(get("/"));
    await connection.readToEnd();
    expectThat(cancelled.hasHappened, "the stream has not been cancelled", {
      expected: "writeResponse cancels it, and throws",
    });
  }, { because: "it can be used without serveHttp" });
}));

function streaming(length: string): HttpResponse {
  const body = new ReadableStream<Bytes>();
  return { status: 200, headers: { "Content-Length": length }, body };
}

/** Responses with a body, or a length of it, that cannot be sent. */
const BODIES: Record<string, Answer> = {
  number: { status: 200, body: 42 as unknown as string },
  locked: () => {
    const body = new ReadableStream<Bytes>();
    body.getReader();
    return { status: 200, body };
  },
  "length-of-tea": streaming("tea"),
  "negative-length": streaming("-5"),
  "length-with-exponent": streaming("5e1"),
  "empty-length": streaming(""),
};

Deno.test(test("a body that cannot be sent becomes 500", {
  because: "RFC 9110 section 15.6.1: the handler is at fault",
}, async () => {
  await using server = await start(serveTable(BODIES));
  for (const name of Object.keys(BODIES)) {
    await variant(name.replaceAll("-", " "), async () => {
      expectStatus(await server.exchange(get(`/${name}`, CLOSE)), 500, {
        likely: name.includes("length")
          ? "the handler's Content-Length is not checked: digits only"
          : "the body is not checked: text, bytes or a stream that is not locked",
      });
    });
  }
}));

/** Fields that would break out of their line, or cannot be encoded. */
const FIELDS: readonly [name: string, value: string][] = [
  ["Location", "/\r\nSet-Cookie: admin=1"],
  ["Location", "/\nSet-Cookie: admin=1"],
  ["Location", "/\rSet-Cookie: admin=1"],
  ["X-Nul", "a\0b"],
  ["X-Snowman", "☃"],
  ["Set-Cookie: admin=1\r\nX", "1"],
  ["X Y", "1"],
  ["", "1"],
];

Deno.test(test("no field breaks out of its line", {
  because: "RFC 9110 section 5.5: a CR LF in a value would begin a field of " +
    "its own, or a whole response",
}, async () => {
  await using server = await start(serveTable(Object.fromEntries(
    FIELDS.map((field, index) => [index, { status: 200, headers: [field] }]),
  )));
  for (const [index, [name, value]] of FIELDS.entries()) {
    await variant(JSON.stringify(`${name}: ${value}`), async () => {
      const response = await server.exchange(get(`/${index}`, CLOSE));
      expectStatus(response, 500, {
        likely: /^[\w-]+$/.test(name)
          ? "the value is not checked: no control character but the tab, and " +
            "nothing above U+00FF"
          : "the name is not checked: it is a token",
      });
      expectNoField(response, "Set-Cookie");
    });
  }
}));
