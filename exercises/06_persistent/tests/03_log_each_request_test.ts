import {
  expectStatus,
  expectThat,
  expectValue,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serveEmpty, serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  try: "curl http://127.0.0.1:8000/nothing",
});

Deno.test(test("the log has one line for each request", {}, async () => {
  await using server = await start(serveWith(() => ({ status: 203 })));
  const connection = await server.connect();
  const targets = ["/tea?sugar=1", "/coffee"];
  for (const target of targets) {
    await connection.send(get(target));
    await connection.readResponse();
  }
  await server.logged("/coffee", {
    likely: server.log.length === 0
      ? "log() is not called, or not taken from the options"
      : "only the first request of a connection is logged",
  });
  expectValue("the number of lines in the log", server.log.length, 2, {
    expected: "one line for each of the two requests",
  });
  const { hostname, port } = connection.localAddr;
  const address = `${hostname}:${port}`;
  for (const [index, target] of targets.entries()) {
    const line = server.log[index];
    for (const part of [address, `GET ${target} HTTP/1.1`, "203"]) {
      expectThat(line.includes(part), `a line of the log lacks ${part}`, {
        expected: `line ${index + 1} of the log contains ${part}: client, ` +
          "request-line and status",
        likely: part === address && line.includes(`:${server.addr.port}`)
          ? "the line has the server's address: the client's is remoteAddr"
          : undefined,
      });
    }
  }
}));

const LOG_THROWS = "the error of log() ends the connection: take the log of " +
  "resolveOptions(options), which never throws";

Deno.test(test("an answer is sent although log() throws", {
  because: "log() is the caller's code: a disk may be full, a pipe closed",
  likely: { "end of file": LOG_THROWS, thrown: LOG_THROWS },
}, async () => {
  function log(): never {
    throw new Error("no space left on device");
  }
  await using server = await start(serveEmpty, { log });
  const connection = await server.connect();
  for (let count = 0; count < 2; count++) {
    await connection.send(get("/"));
    expectStatus(await connection.readResponse(), 200);
  }
}));

Deno.test(
  test("a client that leaves without a request is not logged", {}, async () => {
    await using server = await start(serveEmpty);
    const silent = await server.connect();
    await silent.close();
    await server.closes(silent);
    for (const beginning of ["", "GET / HT"]) {
      const resetting = await server.connect({ canReset: true });
      if (beginning) await resetting.send(beginning);
      await resetting.reset();
      await server.closes(resetting);
    }
    const connection = await server.connect({ canReset: true });
    await connection.send(get("/"));
    await connection.readResponse();
    await server.logged("GET / HTTP/1.1");
    await connection.reset();
    await server.closes(connection);
    const { length } = server.log;
    expectThat(length === 1, `the log has ${length} lines instead of 1`, {
      expected: "only the line about the client that has sent a request",
      likely: server.log.some((line) => /reset/i.test(line))
        ? "the error of a read is logged like a defect: ConnectionReset only " +
          "says that the client has gone"
        : undefined,
    });
  }),
);
