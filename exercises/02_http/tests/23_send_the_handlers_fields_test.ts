import {
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  expectValue,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { HttpResponse } from "../server.ts";
import { CLOSE, serveTable } from "./handlers.ts";

const test = suite(import.meta.url);

/** The three forms, and the cookies that a client should receive. */
const FORMS: Record<
  string,
  [headers: HttpResponse["headers"], cookies: string[], likely: string]
> = {
  list: [
    [["Set-Cookie", "a=1"], ["set-cookie", "b=2"]],
    ["a=1", "b=2"],
    "a list may have a name twice, in any spelling: send each entry",
  ],
  record: [
    { "Set-Cookie": "a=1", "Age": undefined },
    ["a=1"],
    "Object.entries makes a list of a record",
  ],
  headers: [
    new Headers([["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]]),
    ["a=1", "b=2"],
    "Object.entries of Headers is empty, and get() joins: iterate over it",
  ],
};

Deno.test(test("headers may be a list, a record or Headers", {
  because: "types.ts: HttpResponse",
}, async () => {
  const table = Object.entries(FORMS).map(([name, [headers]]) =>
    [name, { status: 200, headers }] as const
  );
  await using server = await start(serveTable(Object.fromEntries(table)));
  for (const [name, [, cookies, likely]] of Object.entries(FORMS)) {
    await variant(`headers as a ${name}`, async () => {
      const response = await server.exchange(get(`/${name}`));
      expectStatus(response, 200);
      const found = response.fieldLines
        .filter((line) => line.name.toLowerCase() === "set-cookie")
        .map(({ value }) => value);
      expectValue("the list of Set-Cookie fields", found, cookies, { likely });
      expectNoField(response, "Age", {
        likely: "undefined is sent as a text: it leaves the field out",
      });
    });
  }
}));

Deno.test(test("the fields of the engine are its own", {
  because: "RFC 9110 section 6.6.1, RFC 9112 sections 6 and 9.6: Date, " +
    "Connection, Keep-Alive, Transfer-Encoding and the length of a text",
}, async () => {
  await using server = await start(serveTable({
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
  const response = await server.exchange(get("/engine", CLOSE), {
    likely: { malformed: "the handler's field is sent next to the engine's" },
  });
  const likely = "the handler's field is sent, or sent too: drop it";
  expectField(response, "Content-Length", "7", { likely });
  expectField(response, "Connection", "close", { likely });
  expectField(response, "Date", / GMT$/, { likely });
  expectNoField(response, "Keep-Alive", { likely });
  expectNoField(response, "Transfer-Encoding", { likely });
  expectBody(response, "Grüße");
}));

Deno.test(test("a character of a field is one byte", {
  because: "RFC 9110 section 5.5: the bytes above 127 have no defined meaning",
}, async () => {
  const headers = { "X-Name": "café" };
  await using server = await start(
    serveTable({ name: { status: 200, headers } }),
  );
  const response = await server.exchange(get("/name"));
  const value = response.headers.get("x-name");
  expectField(response, "X-Name", "café", {
    expected: "a character up to U+00FF is one byte: é is E9",
    likely: value === "cafÃ©"
      ? "the header section is encoded as UTF-8, like a body"
      : undefined,
  });
}));
