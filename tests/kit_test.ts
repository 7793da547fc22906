/**
 * The kit tried on small servers that misbehave: what a learner then reads.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  Connection,
  eachByte,
  expectBody,
  expectField,
  expectInBody,
  expectStatus,
  Moment,
  pause,
  type RunningServer,
  type ScriptedPeer,
  scriptedPeer,
  start,
  suite,
  type TaskLesson,
  toBytes,
  Traffic,
  variant,
  within,
} from "../kit/mod.ts";

const SUITE = new URL("../exercises/02_http/server_test.ts", import.meta.url);
const REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const checked = { sanitizeOps: true, sanitizeResources: true };

/** Runs a body as a test of a suite, and returns how it failed. */
async function failureOf(
  body: () => Promise<void> | void,
  lesson: TaskLesson = {},
): Promise<Error> {
  const task = suite(SUITE.href);
  const definition = task(3, "a test", lesson, body);
  try {
    await definition.fn({} as Deno.TestContext);
  } catch (error) {
    assert(error instanceof Error);
    return error;
  }
  throw new Error("the test passed, expected a failure");
}

/** Runs a body as a test of a suite, which passes. */
async function expectPass(body: () => Promise<void>): Promise<void> {
  await suite(SUITE.href)(3, "a test", {}, body).fn({} as Deno.TestContext);
}

/** A server that does what the script says. */
function serverOf(
  script: (connection: Deno.TcpConn) => Promise<unknown>,
): () => RunningServer {
  return () => {
    const peer: ScriptedPeer = scriptedPeer(async (connection) => {
      await connection.read(new Uint8Array(1024));
      await script(connection);
    });
    const finished = Promise.withResolvers<void>();
    async function shutdown() {
      await peer[Symbol.asyncDispose]();
      finished.resolve();
      return finished.promise;
    }
    const { addr } = peer;
    return {
      addr,
      finished: finished.promise,
      shutdown,
      [Symbol.asyncDispose]: shutdown,
    };
  };
}

/** The failure of a GET that is answered with `answer`. */
async function failureOfAnswer(
  answer: string | Uint8Array,
  method = "GET",
): Promise<string> {
  const { message } = await failureOf(async () => {
    const serve = serverOf((connection) => connection.write(toBytes(answer)));
    await using server = await start(serve);
    const connection = await server.connect({ silenceMs: 200 });
    await connection.send(REQUEST.replace("GET", method));
    await connection.readResponse({ method });
    await connection.expectEnd();
  });
  return message;
}

const MALFORMED: [name: string, answer: string, words: string[]][] = [
  ["LF alone", "HTTP/1.1 200 OK\nA: b\n\n", [
    "LF without CR",
    "received  HTTP/1.1 200 OK␊\n                           ^ byte 15: LF",
    "RFC 9112 section 2.1",
  ]],
  ["no status-line", "<h1>Hello</h1>\r\n", ["byte 0: no status-line"]],
  ["no reason and no space", "HTTP/1.1 200\r\n\r\n", ["byte 12"]],
  ["no empty line", "HTTP/1.1 200 OK\r\nA: b\r\n", [
    "no empty line after the header section",
    "byte 23",
  ]],
  ["a body without an empty line", "HTTP/1.1 200 OK\r\n<h1>\r\n\r\n", [
    'no field line: "<h1>"',
  ]],
  ["a space before the colon", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", [
    "byte 18: not allowed in a field-name",
  ]],
  ["a control character", "HTTP/1.1 200 OK\r\nA: \x01\r\n\r\n", [
    "␁",
    "byte 20",
  ]],
  ["CR alone", "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", [
    "byte 21: CR without LF",
  ]],
  ["a short body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234567", [
    "after 7 of the 9 bytes of the body",
    "2 bytes missing",
  ]],
  ["a long body", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n12", [
    "1 byte follows the end of the response",
  ]],
  ["a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", [
    'Content-Length is no number: "x"',
  ]],
  [
    "two lengths",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n1",
    ["a second Content-Length"],
  ],
  [
    "length and chunked",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ["both Content-Length and Transfer-Encoding"],
  ],
  [
    "a chunk without its size",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
    ["no chunk-size"],
  ],
  [
    "a chunk that is too long",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
    ["the chunk is longer than its size"],
  ],
  [
    "a last chunk that is missing",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    ["no empty line", "the chunk-size does not end"],
  ],
  ["nothing", "", ["closed the connection without an answer"]],
];

for (const [name, answer, words] of MALFORMED) {
  Deno.test({
    ...checked,
    name: `a response with ${name} is refused in words`,
    async fn() {
      const message = await failureOfAnswer(answer);
      for (const word of words) assertStringIncludes(message, word);
    },
  });
}

Deno.test({
  ...checked,
  name: "a body in answer to HEAD is refused in words",
  async fn() {
    const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    const message = await failureOfAnswer(answer, "HEAD");
    assertStringIncludes(message, "2 bytes follow the end of the response");
    assertStringIncludes(message, "HEAD");
  },
});

Deno.test({
  ...checked,
  name: "good responses are read: by length, chunked, to the end, without body",
  async fn() {
    const answers = {
      length: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      chunked: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
        "1;ext=1\r\nh\r\n1\r\ni\r\n0\r\nTrailer: x\r\n\r\n",
      close: "HTTP/1.0 200 \r\n\r\nhi",
      none: "HTTP/1.1 204 No Content\r\n\r\n",
    };
    for (const [framing, answer] of Object.entries(answers)) {
      await expectPass(async () => {
        const serve = serverOf(async (connection) => {
          connection.setNoDelay(true);
          for (const byte of eachByte(answer)) await connection.write(byte);
        });
        await using server = await start(serve);
        const connection = await server.connect();
        await connection.send(REQUEST);
        const response = await connection.readResponse();
        assertEquals(response.framing, framing);
        expectBody(response, framing === "none" ? "" : "hi");
        await connection.expectEnd();
      });
    }
  },
});

Deno.test({
  ...checked,
  name: "a failed expectation marks the byte, and shows sent and received",
  async fn() {
    const answer = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n" +
      "Content-Length: 5\r\n\r\nhellO";
    const respond = serverOf((connection) => connection.write(toBytes(answer)));
    const cases: [string, (response: never) => void][] = [
      ["byte 9: expected 200", (response) => expectStatus(response, 200)],
      ["byte 24: expected", (r) => expectField(r, "content-type", /plain/)],
      ["byte 68: no Date", (response) => expectField(response, "Date")],
      ["byte 74: expected", (response) => expectBody(response, "hello")],
      ["does not contain", (response) => expectInBody(response, "x")],
    ];
    for (const [words, expectation] of cases) {
      const { message } = await failureOf(async () => {
        await using server = await start(respond);
        expectation(await server.exchange(REQUEST) as never);
      });
      assertStringIncludes(message, words);
      assertStringIncludes(message, "  sent      GET / HTTP/1.1␍␊");
      assertStringIncludes(message, "  received  HTTP/1.1 404 Not Found␍␊");
    }
  },
});

Deno.test({
  ...checked,
  name: "the message teaches: expected, because, likely, try, task, one frame",
  async fn() {
    const error = await failureOf(async () => {
      const serve = serverOf((connection) =>
        connection.write(toBytes("HTTP/1.1 200 OK\r\n\r\n"))
      );
      await using server = await start(serve);
      const response = await server.exchange(REQUEST);
      await variant("a row of a table", () => expectStatus(response, 404));
    }, { because: "RFC 1", likely: "a mistake", try: "curl" });
    assertEquals(error.name, "AssertionError");
    const { message, stack = "" } = error;
    assertStringIncludes(
      message,
      "a row of a table: status 200 instead of 404",
    );
    assertStringIncludes(message, "\n  expected  the status code 404");
    assertStringIncludes(message, "\n  because   RFC 1");
    assertStringIncludes(message, "\n  likely    a mistake");
    assertStringIncludes(message, "\n  try       curl");
    const task = "\n  task      exercises/02_http/README.md, task 3; " +
      "hints in HINTS.md";
    assertStringIncludes(message, task);
    assertEquals(stack.match(/\n {4}at /g)?.length, 1, stack);
  },
});

Deno.test({
  ...checked,
  name: "an error thrown in a row of a table keeps the name of the row",
  async fn() {
    const { message, stack = "" } = await failureOf(() =>
      variant("a row", () => {
        throw new TypeError("Broken");
      })
    );
    assertStringIncludes(message, "a row: thrown: TypeError: Broken");
    assertStringIncludes(message, "\n  threw     TypeError: Broken");
    assertEquals(stack.match(/\n {4}at /g)?.length, 1, stack);
  },
});

Deno.test({
  ...checked,
  name: "a row of a table may have a lesson of its own",
  async fn() {
    const { message } = await failureOf(
      () =>
        variant("a row", () => assertEquals(1, 2), { likely: "not the usual" }),
      {
        because: "RFC 1",
        likely: "a mistake",
      },
    );
    assertStringIncludes(message, "\n  because   RFC 1");
    assertStringIncludes(message, "\n  likely    not the usual");
  },
});

Deno.test({
  ...checked,
  name: "a server can be made to accept late, and its setNoDelay() is seen",
  async fn() {
    using traffic = new Traffic();
    using opened = new Moment("the server may accept");
    traffic.gate = opened.promise;
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const accepting = listener.accept();
    const { port } = listener.addr as Deno.NetAddr;
    using _client = await Deno.connect({ hostname: "127.0.0.1", port });
    const early = Symbol();
    assertEquals(await within(accepting, 20, early), early);
    opened.happen();
    const connection = await accepting;
    assertEquals([traffic.noDelay, traffic.open], [0, 1]);
    connection.setNoDelay();
    assertEquals(traffic.noDelay, 1);
    connection.close();
    assertEquals(traffic.open, 0);
  },
});

Deno.test({
  ...checked,
  name: "a server that falls silent is told so, before and within the answer",
  async fn() {
    for (
      const [answer, words] of [
        ["", "the server sent nothing"],
        ["HTTP/1.1 200 OK\r\n", "fell silent in the header section"],
        ["HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "after 2 of the 3"],
        ["HTTP/1.1 200 OK\r\n\r\nab", "the body does not end"],
      ]
    ) {
      const over = Promise.withResolvers<void>();
      const { message } = await failureOf(async () => {
        const serve = serverOf(async (connection) => {
          if (answer) await connection.write(toBytes(answer));
          await over.promise;
        });
        await using server = await start(serve);
        const connection = await server.connect({ silenceMs: 100 });
        await connection.send(REQUEST);
        try {
          await connection.readResponse();
        } finally {
          over.resolve();
        }
      });
      assertStringIncludes(message, words);
      assertStringIncludes(message, "for 100 ms)");
    }
  },
});

Deno.test({
  ...checked,
  name: "what the server throws is shown with the learner's stack",
  async fn() {
    const { message } = await failureOf(async () => {
      await start(() => {
        throw new TypeError("broken");
      });
    }, { likely: "another mistake" });
    assertStringIncludes(message, "serve() threw instead of listening");
    assertStringIncludes(message, "\n  threw     TypeError: broken");
    assert(!message.includes("another mistake"), message);
  },
});

Deno.test({
  ...checked,
  name: "what serve returns must be a server that listens",
  async fn() {
    const nothing = await failureOf(async () => {
      await start(() => undefined as never);
    });
    assertStringIncludes(nothing.message, "serve() returned undefined");
    const closed = await failureOf(async () => {
      const peer = scriptedPeer(async () => {});
      await peer[Symbol.asyncDispose]();
      await Connection.open(peer.addr);
    });
    assertStringIncludes(closed.message, "no server listens on 127.0.0.1:");
  },
});

Deno.test({
  ...checked,
  name: "errors that nobody awaits, and Deno.exit, fail the test that ran",
  async fn() {
    const { exit } = Deno;
    const causes: [string, () => void][] = [
      ["a promise was rejected and nothing handled it", () => {
        Promise.reject(new Error("mine"));
      }],
      ["an error was thrown and nothing caught it", () => {
        setTimeout(() => {
          throw new Error("mine");
        }, 0);
      }],
      ["the learner's code ended the whole program", () => {
        try {
          Deno.exit(3);
        } catch {
          // As a server might that catches everything.
        }
      }],
    ];
    for (const [words, cause] of causes) {
      const { message } = await failureOf(async () => {
        cause();
        await pause(20);
      });
      assertStringIncludes(message, words);
      await expectPass(() => pause(1));
    }
    assertEquals(Deno.exit, exit);
    assertEquals(Deno.exitCode, 0);
  },
});

Deno.test({
  ...checked,
  name: "a rejection at the very end of a test still fails it",
  async fn() {
    const { message } = await failureOf(() => {
      Promise.reject(new Error("late"));
    });
    assertStringIncludes(message, "late");
  },
});

Deno.test({
  ...checked,
  name: "what is left open is told in words and closed",
  async fn() {
    const leaks: [string, () => Promise<unknown> | void][] = [
      ["the listener on port", () => void Deno.listen({ port: 0 })],
      ["a timer of 60000 ms", () => void setTimeout(() => {}, 60_000)],
      ["a timer of 1000 ms", () => void setInterval(() => {}, 1000)],
      ["the connection of the client 127.0.0.1:", async () => {
        const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
        await Connection.open(listener.addr as Deno.NetAddr);
        await listener.accept();
        listener.close();
      }],
      ["the program with the process id", () => {
        const sleep = new Deno.Command("sleep", { args: ["60"] });
        sleep.spawn().unref();
      }],
    ];
    for (const [words, leak] of leaks) {
      const { message } = await failureOf(async () => void await leak());
      assertStringIncludes(message, words);
      assertStringIncludes(message, "is still open");
      assertStringIncludes(message, "tests/kit_test.ts", "where it was opened");
    }
  },
});

Deno.test({
  ...checked,
  name: "timers that end or are cleared are no leak",
  async fn() {
    await expectPass(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1, "argument"));
      clearTimeout(setTimeout(() => {}, 1000));
      clearInterval(setInterval(() => {}, 1000));
    });
  },
});

Deno.test({
  ...checked,
  name: "a test that does not end is given up",
  async fn() {
    const { message } = await failureOf(
      () => new Promise(() => {}),
      { timeoutMs: 50 },
    );
    assertStringIncludes(message, "the test has not ended within 0.05 s");
  },
});

Deno.test({
  ...checked,
  name: "a shutdown that does not end, and one that throws, are told in words",
  async fn() {
    const peer = scriptedPeer(async () => {});
    const never = new Promise<void>(() => {});
    const hanging = await failureOf(async () => {
      await using _server = await start(() => ({
        addr: peer.addr,
        finished: never,
        shutdown: () => never,
        [Symbol.asyncDispose]: () => never,
      }));
    });
    assertStringIncludes(hanging.message, "shutdown() has not ended within");
    const throwing = await failureOf(async () => {
      await using _server = await start(() => ({
        addr: peer.addr,
        finished: never,
        shutdown: () => Promise.reject(new Error("no")),
        [Symbol.asyncDispose]: () => never,
      }));
    });
    assertStringIncludes(throwing.message, "shutdown() threw");
    await peer[Symbol.asyncDispose]();
  },
});

Deno.test({
  ...checked,
  name:
    "the first of two errors is shown: the test's, not that of the disposal",
  async fn() {
    const { message } = await failureOf(async () => {
      await using _broken = {
        [Symbol.asyncDispose]: () => Promise.reject(new Error("second")),
      };
      await Promise.reject(new Error("first"));
    });
    assertStringIncludes(message, "first");
    assert(!message.includes("second"), message);
  },
});

Deno.test({
  ...checked,
  name:
    "a reset by the client, and one by the server, are seen as what they are",
  async fn() {
    const seen = Promise.withResolvers<string>();
    await using peer = scriptedPeer(async (connection) => {
      try {
        await connection.read(new Uint8Array(10));
        await connection.read(new Uint8Array(10));
        seen.resolve("an end of file");
      } catch (error) {
        seen.resolve((error as Error).name);
      }
    });
    const connection = await Connection.open(peer.addr, { canReset: true });
    await connection.send("x");
    await connection.reset();
    assertEquals(await seen.promise, "ConnectionReset");
  },
});

Deno.test({
  ...checked,
  name: "long answers are shown around the mark, and say how much is left out",
  async fn() {
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index}\n`);
    const body = lines.join("");
    const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n` +
      body;
    const { message } = await failureOf(async () => {
      const serve = serverOf((c) => c.write(toBytes(answer)));
      await using server = await start(serve);
      const response = await server.exchange(REQUEST);
      expectBody(response, body.replace("line 150\n", "line 15X\n"));
    });
    assertStringIncludes(message, "line 150␊");
    assertStringIncludes(message, 'expected "X␊line 151');
    assertStringIncludes(message, " bytes …");
    assertStringIncludes(message, " bytes more");
    assert(!message.includes("line 100␊"), message);
  },
});

Deno.test({
  ...checked,
  name: "a test that needs a missing program says so and is skipped",
  fn() {
    const needs = ["no-such-program"];
    const definition = suite(SUITE.href)(1, "a test", { needs }, () => {});
    assertEquals(definition.ignore, true);
    const words = "(skipped: no no-such-program on this machine)";
    assertStringIncludes(definition.name, words);
  },
});

Deno.test({
  ...checked,
  name: "what a suite says for all its tests, a test may say otherwise",
  fn() {
    const task = suite(SUITE.href, { needs: ["no-such-program"] });
    assertEquals(task(1, "a test", {}, () => {}).ignore, true);
    assertEquals(task(1, "a test", { needs: [] }, () => {}).ignore, false);
  },
});
