import {
  expectInBody,
  expectStatus,
  expectThat,
  get,
  Moment,
  pause,
  post,
  Program,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { serveUntilAborted, serveWith } from "./handlers.ts";

const test = suite(import.meta.url);

/** Requests that are being served when the server stops. */
const REQUESTS = {
  "a GET": get("/"),
  "a POST whose body is not read": post("/", "firstname=Ada"),
  "a POST whose long body is not read": post("/", "a".repeat(200_000)),
};

/** The time to read ahead until no read() is pending, in milliseconds. */
const READ_AHEAD_MS = 20;

Deno.test(test("shutdown aborts the signal of every request", {
  likely: {
    late: "shutdown() waits for the handler, and the handler for its signal: " +
      "abort the signals first",
  },
}, async () => {
  for (const [name, request] of Object.entries(REQUESTS)) {
    await variant(name, async () => {
      using called = new Moment("the handler is called");
      using aborted = new Moment("request.signal aborts");
      await using server = await start(serveUntilAborted(called, aborted));
      const connection = await server.connect();
      await connection.send(request);
      await called.expect();
      if (request.length > 100_000) await pause(READ_AHEAD_MS);
      await server.shutdown();
      expectThat(aborted.hasHappened, "request.signal has not aborted", {
        expected: "request.signal.aborted when shutdown() has ended",
      });
    });
  }
}));

/** Handlers that never return, and whether they stop the server. */
const IGNORANT: Record<string, boolean> = {
  "a handler that ignores its signal": false,
  "a handler that itself calls shutdown()": true,
};

Deno.test(test("shutdown does not wait for the handlers", {
  because: "a handler may hang, or take hours, and the server is to end",
  likely: {
    late: "shutdown() waits for the handler: race its promise with the signal",
  },
}, async () => {
  for (const [name, stops] of Object.entries(IGNORANT)) {
    await variant(name, async () => {
      using called = new Moment("the handler is called");
      using over = new Moment("the test is over");
      let stop = () => {};
      const serve = serveWith(async () => {
        if (stops) stop();
        called.happen();
        await over.promise;
        return { status: 200 };
      });
      await using server = await start((options) => {
        const running = serve(options);
        stop = () => void running.shutdown();
        return running;
      });
      const connection = await server.connect();
      await connection.send(get("/"));
      await called.expect();
      await server.shutdown();
    });
  }
}));

Deno.test(test("the end of await using aborts the signals, too", {
  because: "await using calls [Symbol.asyncDispose] of the server",
  likely: {
    late:
      "[Symbol.asyncDispose] is that of serveTcp, which knows no signals: " +
      "give the server your shutdown under this name, too",
  },
}, async () => {
  using called = new Moment("the handler is called");
  using aborted = new Moment("request.signal aborts");
  const serve = serveWith(async ({ signal }) => {
    signal.addEventListener("abort", aborted.happen);
    called.happen();
    await aborted.promise;
    return { status: 200 };
  });
  await using server = await start((options) => {
    const server = serve(options);
    return {
      ...server,
      shutdown: async () => await server[Symbol.asyncDispose](),
    };
  });
  await (await server.connect()).send(post("/", "not read"));
  await called.expect();
  await server.shutdown();
  expectThat(aborted.hasHappened, "request.signal has not aborted");
}));

Deno.test(test("as a program it serves from anywhere, and ends on Ctrl-C", {
  because: "a server may be started in any working directory",
  try: "deno run -A exercises/02_http/server.ts",
}, async () => {
  await using directory = await TempDir.create();
  const url = import.meta.resolve("../server.ts");
  const args = ["--port", "0"];
  await using program = Program.start(url, args, directory.path);
  const silent = await program.connect();
  const connection = await program.connect();
  await connection.send(get("/"));
  const response = await connection.readResponse();
  expectStatus(response, 200, {
    likely: response.status === 500
      ? "a path such as 'fixtures/…' is relative to the working directory: " +
        "new URL('…', import.meta.url) is relative to the module"
      : undefined,
  });
  expectInBody(response, "</form>");
  const { code, stderr } = await program.interrupt();
  await silent.readToEnd();
  expectThat(code === 0 && stderr === "", `it ended with code ${code}`, {
    expected: `exit code 0 and nothing on stderr, which has "${stderr}"`,
  });
}));
