import {
  type Connection,
  expectBody,
  expectStatus,
  Failure,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { expectation } from "./expectation.ts";
import { serveWith, textOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 10.1.1: 100 is an answer of its own without a " +
    "body, and the final answer comes after it",
  try: "curl -v -H 'Expect: 100-continue' -d 'firstname=Ada' " +
    "http://127.0.0.1:8000/cgi-bin/post.ts",
});

/** Starts a server that answers with path and body. */
const serveEcho = serveWith(async ({ path, body }) => ({
  status: 200,
  body: `${path} ${await textOf(body)}`,
}));

Deno.test(
  test(
    "100 Continue, the answer, and the connection persists",
    {},
    async () => {
      await using server = await start(serveEcho);
      const connection = await server.connect();
      for (const time of ["first", "second"]) {
        await variant(`the ${time} time`, async () => {
          await connection.send(expectation("100-continue"));
          const response = await connection.readResponse({
            likely: {
              silence: time === "first"
                ? "the client waits for 100 Continue, and the engine for the body"
                : "100 Continue is sent once for each connection, not once for " +
                  "each request",
            },
          });
          expectStatus(response, 100);
          // 100 Continue is not sent again for the second part.
          const requests = get("/one") + get("/two");
          await connection.sendPieces(["firstname=", `Ada${requests}`], 5);
          for (const body of ["/expectation firstname=Ada", "/one ", "/two "]) {
            const response = await connection.readResponse({
              likely: {
                "end of file": "the connection ends after the answer: once " +
                  "100 Continue is sent, the client does not wait any more",
              },
            });
            expectBody(response, body);
          }
        });
      }
    },
  ),
);

Deno.test(test("HTTP/1.0 gets no 100 Continue", {
  because: "RFC 9110 section 10.1.1: HTTP/1.0 does not know 100",
}, async () => {
  await using server = await start(serveEcho);
  const request = expectation("100-continue").replace("HTTP/1.1", "HTTP/1.0");
  const response = await server.exchange(`${request}firstname=Ada`);
  expectStatus(response, 200, {
    likely: response.status === 100
      ? "Expect is checked, but not the version"
      : undefined,
  });
  expectBody(response, "/expectation firstname=Ada");
}));

Deno.test(test("no 100 Continue within an answer", {
  because: "RFC 9110 section 15.2: 100 comes before the final answer, or not " +
    "at all",
}, async () => {
  await using server = await start(
    serveWith(({ body }) => ({ status: 200, body })),
  );
  const connection = await server.connect();
  await connection.send(expectation("100-continue"));
  const head = await connection.readUntil("\r\n\r\n");
  await connection.send("firstname=Ada");
  // An engine may also read of the body before it answers.
  if (head.startsWith("HTTP/1.1 100 ")) await connection.readUntil("\r\n\r\n");
  await expectUninterrupted(connection);
}));

/** Expects the body, and nothing else before it. */
async function expectUninterrupted(connection: Connection): Promise<void> {
  const { transcript, consumed: offset } = connection;
  const text = await connection.readUntil("firstname=Ada");
  if (!text.includes("100 Continue")) return;
  throw new Failure("100 Continue stands within the answer", {
    transcript,
    mark: { offset, note: "here" },
    expected: "nothing but the body: the client takes this for a part of it",
    likely: "the handler answers with the body of the request, which is read " +
      "for the first time while the answer is sent: no 100 after the header " +
      "section",
  });
}
