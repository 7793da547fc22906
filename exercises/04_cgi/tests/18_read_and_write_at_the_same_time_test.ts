import {
  expectBody,
  expectStatus,
  httpRequest,
  post,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, ifStuck, LARGE, startWith } from "./programs.ts";

const IN_TURN =
  "the whole body is written before any output is read, and both " +
  "sides wait: do the two at the same time";

const test = suite(import.meta.url, FOR_SH);

Deno.test(test("a program may answer while it still reads", {
  because: "a pipe holds some 64 KiB: then the writer waits for the reader",
}, async () => {
  await using directory = await TempDir.createScripts({
    "echo": `${TEXT_HEADER}\ncat`,
  });
  await using server = await startWith(directory);
  const body = Array.from(
    { length: LARGE / 10 },
    (_, line) => `${line}`.padStart(9) + "\n",
  ).join("");
  const response = await server.exchange(post("/cgi-bin/echo", body), {
    likely: { ...ifStuck(IN_TURN), unread: IN_TURN },
  });
  expectStatus(response, 200);
  expectBody(response, body, { expected: "the body that was sent" });
}));

Deno.test(test("a program gets the body as it arrives", {
  because: "the client may wait for the first part of the answer before it " +
    "sends the rest of its body",
}, async () => {
  await using directory = await TempDir.createScripts({
    "read": `${TEXT_HEADER}\nread first\necho "$first"\nread second\n` +
      'echo "$second"',
  });
  await using server = await startWith(directory);
  const connection = await server.connect();
  await connection.send(httpRequest([
    "POST /cgi-bin/read HTTP/1.1",
    "Host: localhost",
    "Content-Length: 20",
  ]));
  await connection.send("half of it\n");
  await connection.readUntil("half of it", {
    likely: {
      silence:
        "the body is collected before the program starts, or before its " +
        "output is sent: write each piece to stdin when it arrives",
    },
  });
  await connection.send("the rest\n");
  await connection.readUntil("the rest");
}));
