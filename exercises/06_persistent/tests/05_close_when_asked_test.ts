import { expectBody, get, start, suite, variant } from "../../../kit/mod.ts";
import {
  expectClose,
  expectLast,
  expectNext,
  recordIn,
  serveWith,
} from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 9.6: after a request with the option close, the " +
    "server processes no other, and its answer says close, too",
  try: "curl -v -H 'Connection: close' http://127.0.0.1:8000/",
});

const LIST = "the value is compared as a whole: split it at the commas, and " +
  "trim each option";

/** Field lines of a request that is the last, and why that may be missed. */
const LAST: readonly (readonly [fieldLines: string[], likely: string])[] = [
  [["Connection: close"], "Connection is not checked"],
  [["Connection: Close"], "options have any case: compare in lower case"],
  [["connection: keep-alive, close"], LIST],
  [["Connection: TE ,close , TE"], LIST],
  [["Connection: TE", "Connection: close"], "only one field line is checked"],
];

Deno.test(test("a request with Connection: close is the last", {}, async () => {
  const found: string[] = [];
  await using server = await start(serveWith(recordIn(found)));
  for (const [fieldLines, likely] of LAST) {
    await variant(fieldLines.join(" | "), async () => {
      found.length = 0;
      const connection = await server.connect();
      await connection.send(get("/last", ...fieldLines) + get("/more"));
      const response = await connection.readResponse();
      expectBody(response, "GET /last");
      expectClose(response, likely);
      await expectLast(response, connection, {
        found,
        expected: ["GET /last"],
      });
    });
  }
}));

/** Field lines of a request that others may follow. */
const NOT_LAST = ["Connection: closed", "Connection: not-close", "X: close"];

Deno.test(test("only the whole option close counts", {
  because: "RFC 9110 section 7.6.1: Connection is a list of options",
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  for (const fieldLine of NOT_LAST) {
    await variant(fieldLine, async () => {
      const connection = await server.connect();
      await connection.send(get("/", fieldLine));
      expectBody(await connection.readResponse(), "GET /");
      await expectNext(connection, "GET /next", {
        "end of file": "the field is searched for the word: split it at the " +
          "commas, trim, and compare each option",
      });
    });
  }
}));
