import {
  expectField,
  expectStatus,
  get,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { CLOSE } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 9.3.2",
  try: "curl --head http://127.0.0.1:8000/",
});

Deno.test(test("HEAD is answered like GET, without the body", {}, async () => {
  await using server = await start(serve);
  for (const path of ["/", "/test.jpg", "/nothing"]) {
    await variant(path, async () => {
      const answer = await server.exchange(get(path));
      const connection = await server.connect();
      const lines = [`HEAD ${path} HTTP/1.1`, "Host: localhost", CLOSE];
      await connection.send(httpRequest(lines));
      const response = await connection.readResponse({ method: "HEAD" });
      expectStatus(response, answer.status, {
        expected: `the status of GET, ${answer.status}`,
        likely: "HEAD is not treated as GET: only the last step differs, " +
          "writing the body",
      });
      for (const name of ["Content-Type", "Content-Length"]) {
        const value = answer.headers.get(name);
        // An answer without a body may have a length for GET only.
        const isEmpty = value === "0" && !response.headers.has(name);
        if (value === null || isEmpty) continue;
        const isZero = response.headers.get(name) === "0";
        expectField(response, name, value, {
          expected: `the ${name} of GET, ${value}`,
          likely: isZero
            ? "it is the length of the empty body: say how long the body " +
              "would be, and do not send it"
            : undefined,
        });
      }
      await connection.expectEnd({
        expected: "an answer to HEAD ends with its empty line",
        likely: { excess: "the body is sent all the same" },
      });
    });
  }
}));
