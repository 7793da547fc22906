import {
  expectBody,
  expectField,
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, startOf, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 6.2: header fields, an empty line, the body",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/hello.sh",
});

Deno.test(test("what a program prints is the answer", {}, async () => {
  await using directory = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho 'Hello from a program'`,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/greet"));
  expectStatus(response, 200);
  const likely = startOf(response).startsWith("Content-Type:")
    ? "all of the output is sent as the body: cut it at the empty line, and " +
      "make fields of the lines before it"
    : undefined;
  expectField(response, "Content-Type", "text/plain", { likely });
  expectBody(response, "Hello from a program\n", { likely });
}));

Deno.test(test("the first empty line ends the header", {}, async () => {
  await using directory = await TempDir.createScripts({
    "greet": "echo 'X-Colour: blue'\n" +
      `${TEXT_HEADER}\necho one\necho\necho two`,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/greet"));
  expectStatus(response, 200);
  expectField(response, "X-Colour", "blue");
  const likely = startOf(response) === "one"
    ? "the output is split at every empty line: search for the first one"
    : undefined;
  expectBody(response, "one\n\ntwo\n", { likely });
}));
