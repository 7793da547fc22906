import {
  expectBody,
  expectField,
  expectNoField,
  expectThat,
  expectValue,
  get,
  httpRequest,
  type RawResponse,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import type { HttpResponse } from "../server.ts";
import { expectNext, serveWith, silentAfterBytes } from "./engine.ts";

const test = suite(import.meta.url, {
  try: "curl -v --head http://127.0.0.1:8000/ http://127.0.0.1:8000/style.css",
});

const BODIES: Readonly<Record<string, HttpResponse["body"]>> = {
  "bytes": toBytes("Grüße").slice(),
  "a part of an array of bytes": toBytes("Grüße, alle").slice().subarray(0, 7),
  "an empty text": "",
  "null": null,
  "undefined": undefined,
};

Deno.test(test("bytes, and no body, have their length", {
  because: "RFC 9112 section 6.3: without a length, only the end of the " +
    "connection ends a body",
}, async () => {
  const bodies = Object.values(BODIES);
  await using server = await start(serveWith(({ path }) => {
    const body = path === "/next" ? "next" : bodies[Number(path.slice(1))];
    return { status: 200, body };
  }));
  const connection = await server.connect();
  for (const [index, [name, body]] of Object.entries(BODIES).entries()) {
    await variant(name, async () => {
      await connection.send(get(`/${index}`));
      const likely = silentAfterBytes(
        connection,
        "an answer without a body has no Content-Length: it is 0",
      );
      const response = await connection.readResponse({ likely });
      const wanted = body ? "Grüße" : "";
      const found = new TextDecoder().decode(response.body);
      expectBody(response, wanted, {
        likely: /^(71,114|null|undefined)/.test(found)
          ? "a body that is not a text is converted to a text"
          : undefined,
      });
      await expectNext(connection, "next");
    });
  }
}));

Deno.test(test("answers to HEAD, and 204 and 304, have no body", {
  because: "RFC 9112 section 6.3: the next byte begins the next answer",
}, async () => {
  await using server = await start(serveWith(({ method, path }) => {
    const status = Number(path.slice(1)) || 200;
    return { status, body: `${method} ${path}` };
  }));
  const connection = await server.connect();
  const rows = [["HEAD", "/"], ["GET", "/204"], ["GET", "/304"]];
  for (const [method, path] of rows) {
    await variant(`${method} ${path}`, async () => {
      const lines = [`${method} ${path} HTTP/1.1`, "Host: localhost"];
      await connection.send(httpRequest(lines));
      await connection.readResponse({ method });
      await expectNext(connection, "GET /next", {
        malformed: "the body is sent although there may be none: the client " +
          "takes it for the beginning of the next answer",
      });
    });
  }
}));

/** A response of a handler, and the field lines that are sent. */
interface FieldRow {
  readonly response: HttpResponse;
  /** The values of the field lines under each name. */
  readonly sent: Readonly<Record<string, readonly string[]>>;
  readonly likely?: string;
}

const OWN_FIELDS: Readonly<Record<string, FieldRow>> = {
  "a list with one name twice": {
    response: {
      status: 200,
      headers: [["Set-Cookie", "a=1"], ["set-cookie", "b=2"]],
    },
    sent: { "Set-Cookie": ["a=1", "b=2"] },
    likely: "an object, or Headers made from it, joins them or keeps the last",
  },
  "a record with a value that is undefined": {
    response: { status: 200, headers: { "X-Name": "a", "Age": undefined } },
    sent: { "X-Name": ["a"], "Age": [] },
    likely: "undefined means that there is no such field",
  },
  "Headers": {
    response: { status: 200, headers: new Headers({ "X-Name": "a" }) },
    sent: { "X-Name": ["a"] },
  },
};

Deno.test(test("the fields of the handler are sent", {
  because: "RFC 9110 section 5.3: the order and the number of field lines " +
    "matter",
}, () => expectFieldsOf(OWN_FIELDS)));

const ENGINE_FIELDS: Readonly<Record<string, FieldRow>> = {
  "a Date of the handler": {
    response: { status: 200, headers: { "Date": "yesterday" } },
    sent: {},
  },
  "Connection and Keep-Alive of the handler": {
    response: {
      status: 200,
      headers: { "Connection": "upgrade", "Keep-Alive": "timeout=5" },
    },
    sent: { "Connection": [], "Keep-Alive": [] },
  },
  "a Content-Length of the handler for a text": {
    response: {
      status: 200,
      headers: { "Content-Length": "3" },
      body: "hello",
    },
    sent: { "Content-Length": ["5"] },
  },
  "a Transfer-Encoding of the handler for a text": {
    response: {
      status: 200,
      headers: { "transfer-encoding": "chunked" },
      body: "hello",
    },
    sent: { "Transfer-Encoding": [], "Content-Length": ["5"] },
  },
  "204": {
    response: { status: 204 },
    sent: { "Content-Length": [], "Transfer-Encoding": [] },
    likely: "a missing body counts as one of 0 bytes: with 204 there is none",
  },
  "304 without a length": {
    response: { status: 304 },
    sent: { "Content-Length": [], "Transfer-Encoding": [] },
    likely: "a missing body counts as one of 0 bytes: with 304 the length is " +
      "that of the file, which only the handler knows",
  },
  "304 with a length": {
    response: { status: 304, headers: { "Content-Length": "1234" } },
    sent: { "Content-Length": ["1234"] },
  },
};

Deno.test(test("the fields of the engine replace the handler's", {
  because: "RFC 9110 section 6.6.1, RFC 9112 sections 6 and 9.6: Date, " +
    "Connection, Transfer-Encoding and a known length belong to the engine",
}, () => expectFieldsOf(ENGINE_FIELDS)));

/** Expects the field lines of each row. */
async function expectFieldsOf(
  rows: Readonly<Record<string, FieldRow>>,
): Promise<void> {
  const responses = Object.values(rows).map(({ response }) => response);
  await using server = await start(
    serveWith(({ path }) =>
      responses[Number(path.slice(1))] ?? { status: 200, body: "next" }
    ),
  );
  const connection = await server.connect();
  for (const [index, [name, row]] of Object.entries(rows).entries()) {
    await variant(name, async () => {
      await connection.send(get(`/${index}`));
      const response = await connection.readResponse();
      expectDate(response);
      for (const [name, values] of Object.entries(row.sent)) {
        const isMissing = values.length > 0 && !response.headers.has(name);
        const likely = isMissing
          ? "a field of the handler, or one of your own, is left out"
          : row.likely;
        expectLines(response, name, values, likely);
      }
      await expectNext(connection, "next");
    });
  }
}

/** Expects a Date of now. */
function expectDate(response: RawResponse): void {
  const date = expectField(response, "Date", / GMT$/);
  const age = Math.abs(Date.now() - Date.parse(date));
  expectThat(age < 60_000, `Date is ${date}`, {
    expected: "the time of the answer",
  });
}

/** Expects field lines of one name, each by itself. */
function expectLines(
  response: RawResponse,
  name: string,
  values: readonly string[],
  likely?: string,
): void {
  if (values.length === 0) return expectNoField(response, name, { likely });
  const found = response.fieldLines
    .filter((line) => line.name.toLowerCase() === name.toLowerCase())
    .map(({ value }) => value);
  expectValue(`the list of the fields ${name}`, found, values, { likely });
}
