import {
  expectBody,
  expectField,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { expectLast, recordIn, serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 9.3 and appendix C.2.2: a client of HTTP/1.0 " +
    "waits for the end of the connection, unless it asks for keep-alive and " +
    "is told the same",
  try: "curl -v --http1.0 http://127.0.0.1:8000/",
});

const ENDED: readonly (readonly string[])[] = [
  [],
  ["Connection: keep-alive, close"],
  ["Connection: no-keep-alive"],
];

Deno.test(test("HTTP/1.0 ends after one request", {}, async () => {
  const found: string[] = [];
  await using server = await start(serveWith(recordIn(found)));
  for (const fieldLines of ENDED) {
    await variant(fieldLines.join() || "without Connection", async () => {
      found.length = 0;
      const connection = await server.connect();
      const request = httpRequest(["GET /old HTTP/1.0", ...fieldLines]);
      await connection.send(request + httpRequest(["GET /more HTTP/1.0"]));
      const response = await connection.readResponse();
      await expectLast(response, connection, { found, expected: ["GET /old"] });
    });
  }
}));

const KEPT = ["keep-alive", "Keep-Alive", "TE, keep-alive"];

Deno.test(
  test("HTTP/1.0 with keep-alive goes on, and is told so", {}, async () => {
    await using server = await start(serveWith(recordIn([])));
    for (const option of KEPT) {
      await variant(`Connection: ${option}`, async () => {
        const connection = await server.connect();
        const lines = ["GET /old HTTP/1.0", `Connection: ${option}`];
        for (let count = 0; count < 2; count++) {
          await connection.send(httpRequest(lines));
          const response = await connection.readResponse({
            likely: {
              "end of file": "the answer says keep-alive, but the connection " +
                "is closed",
            },
          });
          expectField(response, "Connection", /^keep-alive$/i, {
            expected: "the answer says Connection: keep-alive, too",
          });
          expectBody(response, "GET /old");
        }
        await connection.send(httpRequest(["GET /last HTTP/1.0"]));
        expectBody(await connection.readResponse(), "GET /last");
        await connection.expectEnd();
      });
    }
  }),
);
