/**
 * The suite of stage 06, tasks 1 and 2: a connection stays open, and the answers
 * come in the order of the requests.
 *
 * @module
 */

import {
  type Connection,
  eachByte,
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  expectThat,
  expectValue,
  get,
  httpRequest,
  pause,
  type RawResponse,
  start,
  suite,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import { expectNext, recordIn, serveWith } from "./engine_client.ts";
import type { HttpResponse } from "./server.ts";

const task = suite(import.meta.url);

/** Two requests on one connection. */
const TWICE = "deno run -A exercises/06_persistent/server.ts; then, in " +
  "another terminal:\n" +
  "curl -v http://127.0.0.1:8000/ http://127.0.0.1:8000/style.css";

Deno.test(task(1, "a second and a third request are answered", {
  because: "RFC 9112 section 9.3: in HTTP/1.1 a connection persists, unless " +
    "somebody says otherwise",
  likely: "serveTcp closes the connection when your function returns: read " +
    "the next request in a loop",
  try: TWICE,
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const connection = await server.connect();
  for (const path of ["/one", "/two", "/three"]) {
    await variant(`GET ${path}`, async () => {
      await connection.send(get(path));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, `GET ${path}`);
    });
  }
}));

Deno.test(task(1, "bytes and no body have their length, too", {
  because: "RFC 9112 section 6.3: without a length, only the end of the " +
    "connection ends a body",
  likely: "the length is said for text alone: bytes have one, and an answer " +
    "without a body has Content-Length: 0",
}, async () => {
  const bodies: Record<string, HttpResponse["body"]> = {
    "/text": "Grüße",
    "/bytes": toBytes("Grüße").slice(),
    "/empty": "",
    "/null": null,
    "/undefined": undefined,
  };
  await using server = await start(
    serveWith(({ path }) => ({ status: 200, body: bodies[path] })),
  );
  const connection = await server.connect();
  for (const [path, body] of Object.entries(bodies)) {
    await variant(`GET ${path}`, async () => {
      await connection.send(get(path));
      const response = await connection.readResponse();
      if (body) {
        expectField(response, "Content-Length", "7", {
          expected: "Grüße are 5 characters, and 7 bytes of UTF-8",
          likely: "length counts the characters of a text: encode it first, " +
            "and count the bytes",
        });
      }
      expectBody(response, body ? "Grüße" : "");
    });
  }
}));

Deno.test(task(1, "an answer that has no body leaves none behind", {
  because: "RFC 9112 section 6.3: HEAD, 204 and 304 are answered without a " +
    "body, so the next byte begins the next answer",
  likely: "the body is sent all the same, and the client takes it for the " +
    "next answer",
  try: "curl -v --head http://127.0.0.1:8000/ http://127.0.0.1:8000/style.css",
}, async () => {
  await using server = await start(serveWith(({ method, path }) => {
    const status = Number(path.slice(1)) || 200;
    return { status, body: `${method} ${path}` };
  }));
  const connection = await server.connect();
  for (
    const [method, path] of [["HEAD", "/"], ["GET", "/204"], ["GET", "/304"]]
  ) {
    await variant(`${method} ${path}`, async () => {
      const lines = [`${method} ${path} HTTP/1.1`, "Host: localhost"];
      await connection.send(httpRequest(lines));
      await connection.readResponse({ method });
      await expectNext(connection);
    });
  }
}));

/** A response of a handler, and what becomes of its fields. */
interface FieldRow {
  readonly response: HttpResponse;
  /** The values of the field lines that are sent under these names. */
  readonly sent: Record<string, readonly string[]>;
  /** The usual cause, where it is another than that of the test. */
  readonly likely?: string;
}

const FIELDS: Record<string, FieldRow> = {
  "a list, a name twice": {
    response: {
      status: 200,
      headers: [["Set-Cookie", "a=1"], ["set-cookie", "b=2"]],
    },
    sent: { "Set-Cookie": ["a=1", "b=2"] },
    likely:
      "an object or a Headers made of it joins them, or keeps the last: " +
      "a browser cannot part two cookies in one line",
  },
  "a record, a value that is undefined": {
    response: { status: 200, headers: { "X-Name": "a", "Age": undefined } },
    sent: { "X-Name": ["a"], "Age": [] },
    likely: "in a record, undefined means that there is no such field",
  },
  "Headers": {
    response: { status: 200, headers: new Headers({ "X-Name": "a" }) },
    sent: { "X-Name": ["a"] },
  },
  "a Date of the handler": {
    response: { status: 200, headers: { "Date": "yesterday" } },
    sent: {},
  },
  "a Connection of the handler": {
    response: { status: 200, headers: { "Connection": "upgrade" } },
    sent: {},
  },
  "a Content-Length of the handler, for a text": {
    response: {
      status: 200,
      headers: { "Content-Length": "3" },
      body: "hello",
    },
    sent: { "Content-Length": ["5"] },
  },
  "a Transfer-Encoding of the handler, for a text": {
    response: {
      status: 200,
      headers: { "transfer-encoding": "chunked" },
      body: "hello",
    },
    sent: { "Transfer-Encoding": [], "Content-Length": ["5"] },
  },
  "204, which has no length": {
    response: { status: 204 },
    sent: { "Content-Length": [], "Transfer-Encoding": [] },
    likely: "no body counts as one of 0 bytes: with 204 there is none",
  },
  "304, which would have the length of 200": {
    response: { status: 304 },
    sent: { "Content-Length": [], "Transfer-Encoding": [] },
    likely:
      "no body counts as one of 0 bytes: with 304 the length is that of " +
      "the file, which only the handler knows",
  },
};

/** Expects the fields of a row, and the Date of the engine. */
function expectFields(response: RawResponse, { sent }: FieldRow): void {
  const date = expectField(response, "Date", / GMT$/, {
    likely: "encodeHead writes the fields that it is given, and no Date",
  });
  const age = Math.abs(Date.now() - Date.parse(date));
  expectThat(age < 60_000, `Date is ${date}`, {
    expected: "the time of the answer: new Date().toUTCString()",
  });
  if (/upgrade/i.test(response.headers.get("connection") ?? "")) {
    expectNoField(response, "Connection");
  }
  for (const [name, values] of Object.entries(sent)) {
    const [value] = values;
    if (value === undefined) expectNoField(response, name);
    else if (values.length === 1) expectField(response, name, value);
    else expectLines(response, name, values);
  }
}

/** Expects field lines of the same name, each by itself. */
function expectLines(
  response: RawResponse,
  name: string,
  values: readonly string[],
): void {
  const found = response.fieldLines
    .filter((line) => line.name.toLowerCase() === name.toLowerCase())
    .map(({ value }) => value);
  expectValue(`the list of the fields ${name}`, found, values);
}

Deno.test(task(1, "the fields of an answer are as in stage 02", {
  because: "RFC 9110 section 6.6.1, RFC 9112 sections 6 and 9.6: Date, " +
    "Connection, Transfer-Encoding and the length of a text are the engine's",
  likely: "the fields of the handler are not sent; or those that are the " +
    "engine's, too, beside its own",
  try: "curl --head http://127.0.0.1:8000/",
}, async () => {
  const calls: string[] = [];
  await using server = await start(serveWith(({ path }) => {
    calls.push(path);
    const [, { response }] = Object.entries(FIELDS)[Number(path.slice(1))] ??
      ["", { response: { status: 200, body: "next" } }];
    return response;
  }));
  for (const [index, [name, row]] of Object.entries(FIELDS).entries()) {
    await variant(name, async () => {
      const connection = await server.connect();
      await connection.send(get(`/${index}`));
      expectFields(await connection.readResponse(), row);
      await expectNext(connection, "next");
    }, row.likely === undefined ? {} : { likely: row.likely });
  }
  await variant("OPTIONS *, which no handler is asked", async () => {
    calls.length = 0;
    const connection = await server.connect();
    const lines = ["OPTIONS * HTTP/1.1", "Host: localhost"];
    await connection.send(httpRequest(lines));
    const response = await connection.readResponse();
    expectValue("the list of what was handled", calls, []);
    expectStatus(response, 200);
    expectBody(response, "");
    await expectNext(connection, "next");
  }, {
    because: "RFC 9110 section 9.3.7: a ping of the server, not of a resource",
    likely: "readRequestRest gives * as the path: answer that by yourself",
  });
}));

Deno.test(task(1, "the log has one line for each request", {
  likely: "it has more, or none, or one for each connection: the client's " +
    "address, the request-line and the status are what people look for",
  try: "deno run -A exercises/06_persistent/server.ts; then, in another " +
    "terminal:\ncurl http://127.0.0.1:8000/nothing",
}, async () => {
  await using server = await start(serveWith(() => ({ status: 203 })));
  const connection = await server.connect();
  const targets = ["/tea?sugar=1", "/coffee"];
  for (const target of targets) {
    await connection.send(get(target));
    expectStatus(await connection.readResponse(), 203);
  }
  // Whoever goes without a request is worth no line, however it goes.
  await connection.close();
  await (await server.connect()).close();
  const resettable = await server.connect({ canReset: true });
  await resettable.reset();
  const begun = await server.connect({ canReset: true });
  await begun.send("GET / HT");
  await begun.reset();
  await server.shutdown();
  const { log } = server;
  const { hostname, port } = connection.localAddr;
  const failed = log.find((line) => /error|reset/i.test(line));
  expectThat(failed === undefined, "a client that has gone is in the log", {
    expected: "two lines, for the two requests",
    likely: "what read() throws is logged like a mistake of the handler: " +
      "ConnectionReset, BrokenPipe and the like say only that the client has " +
      "gone",
  });
  expectThat(log.length === 2, `${log.length} lines in the log, not 2`, {
    expected: "a line for each of the two requests; none for a connection " +
      "without any",
  });
  for (const [index, target] of targets.entries()) {
    const line = log[index];
    for (
      const part of [`${hostname}:${port}`, `GET ${target} HTTP/1.1`, "203"]
    ) {
      expectThat(line.includes(part), `a line of the log lacks ${part}`, {
        expected: `line ${index + 1} of the log contains ${part}`,
      });
    }
  }
}));

Deno.test(task(2, "requests that come together are answered one by one", {
  because: "RFC 9112 section 9.3.2: a client may send the next request " +
    "before it has the answer to the last, and one read gets them both",
  likely: "what has come of the next request is lost with the reader of the " +
    "last: one reader for the whole connection",
  try: "printf 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" +
    "HEAD / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' " +
    "| nc 127.0.0.1 8000",
}, async () => {
  await using server = await start(serveWith(({ path, headers }) => ({
    status: 200,
    body: `${path} ${headers.get("x-number")}`,
  })));
  const numbers = Array.from({ length: 500 }, (_, index) => index);
  const request = (number: number) =>
    number % 2 ? get(`/${number}`, `X-Number: ${number}`) : get(`/${number}`);
  const answer = (number: number) =>
    `/${number} ${number % 2 ? number : "null"}`;
  const pieces: Record<string, (connection: Connection) => Promise<void>> = {
    "2 in one write": (connection) =>
      connection.send(numbers.slice(0, 2).map(request).join("")),
    // RFC 9112 section 2.2: some clients send a CR LF too many.
    "3, an empty line before each": (connection) =>
      connection.send(
        numbers.slice(0, 3).map((number) => `\r\n${request(number)}`).join(""),
      ),
    "3, byte by byte": (connection) =>
      connection.sendPieces(
        eachByte(numbers.slice(0, 3).map(request).join("")),
        0,
      ),
    "500 in one write": (connection) =>
      connection.send(numbers.map(request).join("")),
  };
  for (const [name, send] of Object.entries(pieces)) {
    const connection = await server.connect();
    await send(connection);
    for (const number of numbers.slice(0, parseInt(name))) {
      await variant(`${name}: number ${number + 1}`, async () => {
        expectBody(await connection.readResponse(), answer(number));
      });
    }
  }
}));

Deno.test(task(2, "a slow answer is not overtaken by a fast one", {
  because: "RFC 9112 section 9.3.2: the answers come in the order of the " +
    "requests; nothing else tells the client which is which",
  likely: "the handlers run side by side, and each answers when it is ready: " +
    "begin the next when the last has been answered",
}, async () => {
  await using server = await start(serveWith(async ({ path }) => {
    if (path === "/slow") await pause(50);
    return { status: 200, body: path };
  }));
  const connection = await server.connect();
  const paths = ["/slow", "/fast", "/slow", "/faster"];
  await connection.send(paths.map((path) => get(path)).join(""));
  for (const [index, path] of paths.entries()) {
    await variant(`answer ${index + 1} of ${paths.length}`, async () => {
      expectBody(await connection.readResponse(), path, {
        expected: `the answer to request ${index + 1}, ${path}`,
      });
    });
  }
}));

Deno.test(task(2, "a client that has half-closed gets all its answers", {
  because: "RFC 9293 section 3.6: an end of file says that no more is " +
    "coming, not that nothing is wanted",
  likely:
    "the end of file ends the loop before what was read is answered; or " +
    "it is taken for a bad request: the reader gives undefined for it",
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const connection = await server.connect();
  await connection.send(get("/one") + get("/two") + get("/three"));
  await connection.closeWrite();
  for (const path of ["/one", "/two", "/three"]) {
    await variant(`GET ${path}`, async () => {
      expectBody(await connection.readResponse(), `GET ${path}`);
    });
  }
  await connection.expectEnd(
    "the connection ends after the last answer, without a word",
    "the end of file between two requests is answered 400: it is no bad " +
      "request, it is none",
  );
}));
