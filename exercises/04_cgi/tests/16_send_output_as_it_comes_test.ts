import {
  expectBody,
  expectField,
  expectStatus,
  Gate,
  get,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import {
  FOR_SH,
  letPrint,
  printPieces,
  sideBySide,
  startWith,
} from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

Deno.test(test("what a program has printed is sent while it still runs", {
  because:
    "a program may have half an answer early, and take long for the rest",
  try: "deno task lab 04 " +
    "--send 'GET /cgi-bin/time.ts HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'",
}, async () => {
  await using directory = await TempDir.create();
  await using gate = await Gate.create(directory);
  await directory.writeScript(
    "slow",
    `${TEXT_HEADER}\necho 'the first half'\n${gate.wait}\necho 'the second half'`,
  );
  await using server = await startWith(directory);
  const connection = await server.connect();
  await connection.send(get("/cgi-bin/slow"));
  await connection.readUntil("the first half", {
    likely: {
      silence:
        "the server waits for the end of the program, as output() does: " +
        "spawn() it, read stdout up to the empty line, and answer with a stream " +
        "of the rest",
    },
  });
  await gate.open();
  await connection.readUntil("the second half", {
    likely: {
      "end of file":
        "only what came with the header is sent: the stream must " +
        "go on with the next read()",
    },
  });
}));

const ONE_AT_A_TIME = {
  silence: "one program waits for another: use no outputSync() and no queue; " +
    "await each program in the handler of its own request",
};

Deno.test(test("a slow program delays no other request", {
  because: "a program is a process of its own: the server only waits for it",
}, async () => {
  await using directory = await TempDir.create({ "index.html": "the page" });
  await using gate = await Gate.create(directory);
  await directory.writeScript(
    "bin/slow",
    `${gate.wait}\n${TEXT_HEADER}\necho slow`,
  );
  await directory.writeScript("bin/fast", `${TEXT_HEADER}\necho fast`);
  const scripts = { "/cgi-bin": directory.resolve("bin") };
  await using server = await start(serve, { root: directory.path, scripts });
  const slow = await Promise.all(
    Array.from({ length: 5 }, () => server.connect()),
  );
  for (const client of slow) await client.send(get("/cgi-bin/slow"));
  const options = { likely: ONE_AT_A_TIME };
  const fast = await server.exchange(get("/cgi-bin/fast"), options);
  expectBody(fast, "fast\n");
  expectBody(await server.exchange(get("/"), options), "the page");
  await gate.open();
  for (const client of slow) expectBody(await client.readResponse(), "slow\n");
}));

/** The output of programs, which wait between the pieces. */
const PIECES: readonly [name: string, pieces: readonly string[]][] = [
  ["cut in a name", ["Conte", "nt-Type: text/plain\\n\\nbody"]],
  ["cut before the empty line", ["Content-Type: text/plain\\n", "\\nbody"]],
  ["cut before CR LF", ["Content-Type: text/plain\\r\\n", "\\r\\nbody"]],
  ["cut in the first CR LF", ["Content-Type: text/plain\\r", "\\n\\r\\nbody"]],
  ["cut in the second CR LF", ["Content-Type: text/plain\\r\\n\\r", "\\nbody"]],
  ["cut after the empty line", ["Content-Type: text/plain\\n\\n", "body"]],
  ["cut in the body", ["Content-Type: text/plain\\n\\nbo", "dy"]],
  [
    "cut everywhere",
    [
      "Content-Type: text/plain",
      "\\r",
      "\\n",
      "\\r",
      "\\n",
      "b",
      "o",
      "d",
      "y",
    ],
  ],
];

Deno.test(test("the output may arrive in any pieces", {
  because: "a pipe carries a stream of bytes: a read may end anywhere",
}, async () => {
  await using directory = await TempDir.create();
  await using stack = new AsyncDisposableStack();
  await using server = await startWith(directory);
  await sideBySide(PIECES, async ([, pieces], index) => {
    const gate = stack.use(await Gate.create(directory, `gate${index}`));
    const mark = directory.resolve(`mark${index}`);
    await directory.writeScript(`say${index}`, printPieces(pieces, gate, mark));
    const answering = server.exchange(get(`/cgi-bin/say${index}`), {
      likely: {
        silence: "the end of the header is not found if it is cut: search in " +
          "all bytes so far, not only in the newest ones",
      },
    });
    await letPrint({ gate, mark, until: answering });
    const response = await answering;
    expectStatus(response, 200, {
      likely: response.status === 502
        ? "the end of the header is not found if it is cut: search in all bytes " +
          "so far, not only in the newest ones"
        : undefined,
    });
    expectField(response, "Content-Type", "text/plain");
    expectBody(response, "body");
  });
}));
