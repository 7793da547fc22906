import {
  expectBody,
  expectField,
  expectStatus,
  expectThat,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { recordIn, serveWith, silentAfterBytes } from "./engine.ts";

const test = suite(import.meta.url, {
  try: "curl -v http://127.0.0.1:8000/ http://127.0.0.1:8000/style.css",
});

const NO_LENGTH =
  "without Content-Length the client waits for the end of the " +
  "connection, as in stage 02";

const NO_LOOP = "serveTcp closes the connection when your function returns: " +
  "read the next request in a loop";

Deno.test(test("a second and a third request are answered", {
  because: "RFC 9112 section 9.3: in HTTP/1.1 a connection persists, unless " +
    "one side says close",
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const connection = await server.connect();
  for (const path of ["/one", "/two", "/three"]) {
    await variant(`GET ${path}`, async () => {
      await connection.send(get(path));
      const likely = silentAfterBytes(connection, NO_LENGTH, {
        "end of file": path === "/one" ? undefined : NO_LOOP,
      });
      const response = await connection.readResponse({ likely });
      expectStatus(response, 200);
      expectBody(response, `GET ${path}`);
    });
  }
}));

Deno.test(test("Content-Length counts bytes", {
  because: "RFC 9112 section 6.3: the next answer begins where this one ends",
}, async () => {
  await using server = await start(
    serveWith(() => ({ status: 200, body: "Grüße" })),
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  const likely = silentAfterBytes(connection, NO_LENGTH);
  const response = await connection.readResponse({ likely });
  const length = response.headers.get("content-length");
  expectField(response, "Content-Length", "7", {
    expected: "Grüße has 5 characters, and 7 bytes in UTF-8",
    likely: length === "5"
      ? "length counts the characters of a text: encode it first, then count " +
        "the bytes"
      : undefined,
  });
  expectBody(response, "Grüße");
}));

Deno.test(test("a large answer arrives whole", {
  because:
    "RFC 9293 section 3.8: the kernel takes only as many bytes as it has " +
    "room for",
}, async () => {
  const body = "a".repeat(8 * 1024 * 1024);
  await using server = await start(serveWith(() => ({ status: 200, body })));
  const connection = await server.connect();
  await connection.send(get("/"));
  const likely = silentAfterBytes(
    connection,
    "write() may take only a part of the bytes: use writeAll",
  );
  const response = await connection.readResponse({ likely });
  const { length } = response.body;
  expectThat(length === body.length, `the body has ${length} bytes`, {
    expected: `all ${body.length} bytes`,
  });
}));
