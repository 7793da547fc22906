import {
  bodyText,
  expectInBody,
  get,
  httpRequest,
  post,
  splitAt,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { CLOSE } from "./handlers.ts";
import { expectName, SUBMIT } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 6.3: as many bytes as Content-Length says; " +
    "without it, a request has no body",
  try: SUBMIT,
});

Deno.test(test("the body may come in a later packet", {}, async () => {
  await using server = await start(serve);
  const request = post("/", "firstname=Ada");
  const bodyOffset = request.indexOf("firstname");
  for (const offset of [bodyOffset, bodyOffset + 11]) {
    const connection = await server.connect();
    // Long enough for a server to take the first packet for everything.
    await connection.sendPieces(splitAt(request, offset), 20);
    expectName(await connection.readResponse(), "Ada", {
      likely: "what has arrived with the header section is taken for the " +
        "body: read on until as many bytes have arrived as Content-Length says",
    });
  }
}));

Deno.test(test("the body may be longer than one read", {}, async () => {
  await using server = await start(serve);
  const name = "Ada".repeat(100_000);
  const response = await server.exchange(post("/", `firstname=${name}`));
  const shown = /<p>(A.*?)<\/p>/s.exec(bodyText(response))?.[1] ?? "";
  expectInBody(response, `<p>${name}</p>`, {
    likely: name !== shown && name.startsWith(shown)
      ? `only the first ${shown.length} characters of the name are shown: read ` +
        "on until as many bytes have arrived as Content-Length says"
      : "the name has other characters: the next read() overwrites a chunk " +
        "that is still in use, so make a new buffer for each read()",
  });
}));

const LINES = ["POST / HTTP/1.1", "Host: localhost", CLOSE];

/** Requests whose bodies end before the client does. */
const ENDS: readonly [name: string, request: string, shown: string][] = [
  ["no Content-Length", httpRequest(LINES), ""],
  ["Content-Length: 0", httpRequest([...LINES, "Content-Length: 0"]), ""],
  [
    "more bytes after the body",
    httpRequest([...LINES, "Content-Length: 13"], "firstname=Ada Lovelace"),
    "Ada",
  ],
];

Deno.test(test("Content-Length alone says where the body ends", {
  likely: {
    silence: "the server waits for more than Content-Length says, or for the " +
      "end of file",
  },
  try: "curl -i -X POST http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  for (const [name, request, shown] of ENDS) {
    await variant(name, async () => {
      expectName(await server.exchange(request), shown, {
        likely: "everything that has arrived is taken for the body",
      });
    });
  }
  await variant("a GET with a body", async () => {
    const request = get("/", CLOSE, "Content-Length: 5") + "hello";
    expectInBody(await server.exchange(request), "</form>");
  });
}));
