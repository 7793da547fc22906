import {
  expectField,
  expectStatus,
  Failure,
  get,
  httpRequest,
  pause,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, LARGE, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

/** Long enough for a server that kills the program to do so, in seconds. */
const REST = 0.05;

/**
 * Prints more than a pipe holds, and then stores something. Like any program that
 * writes to a closed pipe, it ends if its output is cancelled.
 */
const STORE =
  `head -c ${LARGE} /dev/zero && sleep ${REST} && echo done > stored`;

const HEAD = ["HEAD /cgi-bin/store HTTP/1.1", "Host: localhost"];

Deno.test(test("HEAD runs the program, and gets the header", {
  try: "curl -I http://127.0.0.1:8000/cgi-bin/time.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "store": `echo "X-Method: $REQUEST_METHOD"\n${TEXT_HEADER}\necho page`,
  });
  await using server = await startWith(directory);
  const request = httpRequest(HEAD);
  const response = await server.exchange(request, { method: "HEAD" });
  expectStatus(response, 200);
  expectField(response, "Content-Type", "text/plain");
  expectField(response, "X-Method", "HEAD");
}));

Deno.test(test("the program of a HEAD runs to its end", {
  because:
    "RFC 3875 section 4.3.3: the server drops the body; the program may " +
    "store something after it",
}, async () => {
  await using directory = await TempDir.createScripts({
    "store": `${TEXT_HEADER}\n${STORE}`,
  });
  await using server = await startWith(directory);
  const request = httpRequest(HEAD);
  const response = await server.exchange(request, { method: "HEAD" });
  expectStatus(response, 200);
  await expectStored(directory.resolve("stored"));
}));

const EMPTY: readonly [name: string, status: number][] = [
  ["204", 204],
  ["304", 304],
];

Deno.test(test("so does a program that says 204 or 304", {
  because: "RFC 9110 section 6.4.1: these answers have no body",
}, async () => {
  await using directory = await TempDir.create();
  for (const [name] of EMPTY) {
    await directory.writeScript(
      `${name}/store`,
      `echo 'Status: ${name}'\necho\n${STORE}`,
    );
  }
  await using server = await startWith(directory);
  await sideBySide(EMPTY, async ([name, status]) => {
    const response = await server.exchange(get(`/cgi-bin/${name}/store`));
    expectStatus(response, status);
    await expectStored(directory.resolve(`${name}/stored`));
  });
}));

/** Waits for the file that the program writes at its end. */
async function expectStored(path: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    try {
      if (await Deno.readTextFile(path) === "done\n") return;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await pause(5);
  }
  throw new Failure("the program has not stored anything", {
    expected: "after its output, the program has the time to write a file",
    likely:
      "the body is cancelled or not read, and that ends the program: if " +
      "the client gets no body, read the output to its end and drop it",
  });
}
