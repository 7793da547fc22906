import {
  expectThat,
  get,
  post,
  start,
  suite,
  toBytes,
  visible,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { serveWith } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "a client could forge a line of the log, or control the terminal " +
    "that shows it",
});

/** A line that no request has caused. */
const FORGED = '127.0.0.1:1 "GET /admin HTTP/1.1" 200';

/** Requests whose clients try to write into the log. */
const REQUESTS = [
  get(`/\n${FORGED}\n`),
  `GET /\r${FORGED} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  `\x1b[2J${get("/")}`,
  get(`/"\u0085`),
  post("/", `firstname=\n${FORGED}\n`),
  get("/", `X: a\r\r${FORGED}`),
  `GET /\x1b[2J\x9b2J HTTP/1.1\r\nHost: localhost\r\n\r\n`,
];

/** Expects lines of which none is forged or has a control character. */
function expectClean(log: readonly string[], likely: string): void {
  expectThat(log.length > 0, "a request was answered, and nothing was logged");
  for (const line of log) {
    const hasControl = /\p{Cc}/u.test(line);
    expectThat(
      !hasControl,
      `a control character in ${visible(toBytes(line))}`,
      {
        expected: "no character from U+0000 to U+001F and U+007F to U+009F",
        likely: toBytes(line).some((byte) => byte < 0x20)
          ? likely
          : "JSON.stringify leaves U+007F to U+009F as they are",
      },
    );
    expectThat(!line.startsWith(FORGED), "a client has forged a line", {
      likely,
    });
  }
}

Deno.test(test("no client can forge a line of the log", {}, async () => {
  await using server = await start(serve);
  for (const request of [...REQUESTS, get("/")]) await server.exchange(request);
  await server.shutdown();
  expectClean(
    server.log,
    "the request-line is logged as it came: JSON.stringify escapes control " +
      "characters up to U+001F and quotation marks",
  );
}));

Deno.test(test("no error can forge a line of the log", {}, async () => {
  await using server = await start(serveWith(() => {
    throw new Error(`\x1b[2J\n${FORGED}\u0085`);
  }));
  await server.exchange(get("/"));
  await server.shutdown();
  expectClean(server.log, "what a handler has thrown is logged as it came");
}));
