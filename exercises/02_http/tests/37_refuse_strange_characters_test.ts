import {
  concat,
  expectField,
  expectStatus,
  get,
  type ServerUnderTest,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 sections 5.1 and 5.2, RFC 9110 section 5.5",
  try: "deno task send 'GET / HTTP/1.1\\r\\nHost : x\\r\\n\\r\\n'",
});

type Rows = Record<string, string>;

const NAMES: Rows = {
  "a space before the colon": get("/", "Accept : a"),
  "a tab before the colon": get("/", "Accept\t: a"),
  "a space before the first name": "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n",
  "a folded line": get("/", "Accept: a", " b"),
  "a line folded with a tab": get("/", "Accept: a", "\tb: c"),
  "a space in a name": get("/", "Ac cept: a"),
  "an umlaut in a name": get("/", "Äpfel: a"),
  "a parenthesis in a name": get("/", "(Accept): a"),
};

const VALUES: Rows = {
  "NUL in a value": get("/", "Accept: a\0b"),
  "ESC in a value": get("/", "Accept: a\x1b[2J"),
  "DEL in a value": get("/", "Accept: a\x7f"),
};

const TARGETS: Rows = {
  "a tab in the target": get("/?a\tb"),
  "NUL in the target": get("/?a\0b"),
  "an umlaut in the target": get("/?ä"),
  "no target": "CONNECT  HTTP/1.1\r\nHost: localhost\r\n\r\n",
};

async function expectRefused(
  server: ServerUnderTest,
  rows: Rows,
  likely: string,
): Promise<void> {
  for (const [name, request] of Object.entries(rows)) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, 400, {
        likely: response.status === 500
          ? "new Headers() throws a TypeError for it: check it yourself, and " +
            "throw HttpError"
          : likely,
      });
      expectField(response, "Connection", "close");
    });
  }
}

Deno.test(test("a field name is a token, from the first byte", {}, async () => {
  await using server = await start(serve);
  const likely = "the name is trimmed, or not checked: what is before the " +
    "colon is a token, untouched";
  await expectRefused(server, NAMES, likely);
}));

Deno.test(
  test("a value has no control character but the tab", {}, async () => {
    await using server = await start(serve);
    const likely =
      "the characters of a value are not checked, or \\s and trim " +
      "remove some of them";
    await expectRefused(server, VALUES, likely);
  }),
);

Deno.test(test("a request-target is visible ASCII", {
  because: "RFC 9112 section 3.2; RFC 3986 section 2",
  try: "deno task send 'GET /?a\\tb HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'",
}, async () => {
  await using server = await start(serve);
  const likely = "the characters of the target are not checked, or not " +
    "those of CONNECT";
  await expectRefused(server, TARGETS, likely);
}));

Deno.test(
  test("a tab and bytes above 127 are allowed in a value", {}, async () => {
    await using server = await start(serve);
    const value = Uint8Array.of(0x63, 0x09, 0x61, 0x66, 0xe9);
    const [before, after] = get("/", "Accept: |").split("|").map(toBytes);
    const response = await server.exchange(concat([before, value, after]));
    expectStatus(response, 200);
  }),
);
