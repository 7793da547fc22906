import {
  expectStatus,
  expectValue,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { expectation } from "./expectation.ts";
import { anotherAnswer, expectClose, serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 10.1.1: a client that was not told to go on may " +
    "send its body or not, so no server knows what comes next",
  try: "curl -v -H 'Expect: 100-continue' -d 'firstname=Ada' " +
    "http://127.0.0.1:8000/nothing",
});

const REFUSED: Readonly<
  Record<string, readonly [request: string, status: number]>
> = {
  "a body that the handler does not read": [expectation("100-continue"), 404],
  "a body that is too long": [expectation("100-continue", 101), 413],
  "another expectation": [expectation("a-miracle"), 417],
};

Deno.test(
  test("an answer without 100 Continue is the last", {}, async () => {
    const calls: string[] = [];
    const serve = serveWith(({ path }) => {
      calls.push(path);
      return { status: 404 };
    });
    await using server = await start(serve, { maxBodyBytes: 100 });
    for (const [name, [request, status]] of Object.entries(REFUSED)) {
      await variant(name, async () => {
        const connection = await server.connect();
        await connection.send(request);
        const response = await connection.readResponse();
        expectStatus(response, status, {
          likely: response.status === 100
            ? "100 Continue is sent before the handler reads the body; a " +
              "ReadableStream calls pull() by itself, unless its " +
              "highWaterMark is 0"
            : undefined,
        });
        expectClose(
          response,
          "the connection persists although the body may not come",
        );
        await connection.send(get("/smuggled"));
        await connection.expectEnd({
          expected: "the connection ends with the answer",
          likely: anotherAnswer(
            connection,
            "the next bytes are read as a request",
            "the server waits for a body that may never come",
          ),
        });
      });
    }
    expectValue("the paths of handled requests", calls, ["/expectation"]);
  }),
);
