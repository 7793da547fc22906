import { start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { askServer, serveWith } from "./yes.ts";

const test = suite(import.meta.url, {
  because: "log() is the caller's code: a disk may be full, a pipe closed",
});

function log(): never {
  throw new Error("no space left on device");
}

Deno.test(test("a client is answered although log() throws", {}, async () => {
  await using server = await start(serve, { log });
  for (let client = 0; client < 2; client++) {
    await askServer(server, {
      "end of file": "the error of log() ends the handler before its write()",
    });
  }
}));

Deno.test(test("a handler may throw although log() throws", {}, async () => {
  await using server = await start(serveWith(() => {
    throw new Error("handler broke");
  }, { log }));
  for (let client = 0; client < 2; client++) {
    const connection = await server.connect();
    await connection.readToEnd({
      expected: "the connection of a handler that has thrown is closed",
    });
  }
}));
