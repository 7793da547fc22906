import {
  expectThat,
  expectValue,
  Gate,
  get,
  Program,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { endless } from "./endless.ts";
import {
  FOR_SH,
  ifStuck,
  requestWith,
  sideBySide,
  startCgi,
} from "./programs.ts";

const NOT_WATCHED = "request.signal is not used, or only until the header is " +
  "there: it aborts when the client has gone and when the server stops";

const test = suite(import.meta.url, FOR_SH);

const OUTPUTS: readonly [name: string, print: string][] = [
  ["before the answer", ""],
  ["within the answer", `${TEXT_HEADER}\necho half`],
];

Deno.test(test("a program is killed when its client has gone", {
  because: "RFC 3875 section 3.4: no client waits for the answer any more",
}, async () => {
  await sideBySide(OUTPUTS, async ([, print]) => {
    await using program = await endless(print);
    await using server = await start(serve, { scripts: program.scripts });
    const connection = await server.connect({ canReset: true });
    await connection.send(get("/cgi-bin/endless"));
    if (print) await connection.readUntil("half");
    await program.started();
    await connection.reset();
    await program.expectKilled("when the client has gone", NOT_WATCHED);
  });
}));

Deno.test(test("nor does it run for a client that has gone before", {
  because: "an event listener is not called for an abort that is over",
}, async () => {
  await using directory = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho hello`,
  });
  await using server = await startCgi(
    { scripts: { "/cgi-bin": directory.path } },
    undefined,
    (handler) => (request) =>
      handler(requestWith(request, { signal: AbortSignal.abort() })),
  );
  const response = await server.exchange(get("/cgi-bin/greet"));
  expectThat(response.status >= 500, "the program has answered", {
    expected: "the handler throws if request.signal has already aborted",
    likely: "the handler only listens for the event: call " +
      "request.signal.throwIfAborted() before the program starts",
  });
  await variant("it goes when the program has just started", expectKilledEarly);
}));

/** How many microtasks after the call of the handler the client goes, at most. */
const MAX_MICROTASKS = 15;

const NO_GROUP_YET = ifStuck(
  "the process exists, but not yet its group: if Deno.kill(-pid) throws " +
    "NotFound, kill the process itself, child.kill()",
);

async function expectKilledEarly(): Promise<void> {
  await using directory = await TempDir.create();
  await using gate = await Gate.create(directory);
  await directory.writeScript("wait", gate.wait);
  await using server = await startCgi(
    { scripts: { "/cgi-bin": directory.path } },
    undefined,
    (handler) => async (request) => {
      const client = new AbortController();
      const { signal } = client;
      const answer = handler(requestWith(request, { signal }));
      for (let left = Number(request.query); left > 0; left--) {
        await Promise.resolve();
      }
      client.abort();
      return await answer;
    },
  );
  for (let count = 0; count <= MAX_MICROTASKS; count++) {
    const request = get(`/cgi-bin/wait?${count}`);
    const response = await server.exchange(request, { likely: NO_GROUP_YET });
    expectThat(response.status >= 500, "the program has answered", {
      expected: "the handler throws when request.signal aborts",
    });
  }
}

Deno.test(test("programs are killed by shutdown()", {}, async () => {
  await sideBySide(OUTPUTS, async ([, print]) => {
    await using program = await endless(print);
    await using server = await start(serve, { scripts: program.scripts });
    const connection = await server.connect();
    await connection.send(get("/cgi-bin/endless"));
    if (print) await connection.readUntil("half");
    await program.started();
    await server.shutdown({ likely: { late: NOT_WATCHED } });
    await program.expectKilled("when the server stops", NOT_WATCHED);
  });
}));

Deno.test(test("programs are killed by Ctrl-C", {
  try: "deno run -A exercises/04_cgi/server.ts, and Ctrl-C",
}, async () => {
  await using program = await endless();
  const args = ["--port", "0", "--cgi-bin", program.scripts["/cgi-bin"]];
  const url = import.meta.resolve("../server.ts");
  await using server = Program.start(url, args);
  const connection = await server.connect();
  await connection.send(get("/cgi-bin/endless"));
  await program.started();
  const { code, stderr } = await server.interrupt();
  expectValue("stderr of the server", stderr, "");
  expectValue("its exit code", code, 0);
  await program.expectKilled("when the server stops", NOT_WATCHED);
}));
