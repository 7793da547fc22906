import { start, suite, TempDir } from "../../../kit/mod.ts";
import {
  expectProblem,
  expectStored,
  forEachRow,
  REFUSED,
  submit,
  type Typed,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because:
    "programs disagree where a text with a NUL ends: Deno gives SQLite " +
    "only the part before it",
  try: "curl -i -d 'firstname=Ada%00Lovelace' -d message=Hi " +
    "http://127.0.0.1:8000/",
});

const REFUSED_TEXTS: Readonly<Record<string, Typed>> = {
  "NUL in a name": { firstname: "Ada\0Lovelace", message: "Hello" },
  "NUL in a message": { firstname: "Ada", message: "Hello\0world" },
  "a line end in a name": { firstname: "Ada\nLovelace", message: "Hello" },
  "a tab in a name": { firstname: "Ada\tLovelace", message: "Hello" },
  "delete in a name": { firstname: "Ada\x7f!", message: "Hello" },
  "delete in a message": { firstname: "Ada", message: "Hello\x7f!" },
  "escape": { firstname: "Ada", message: "\x1b[31mHello" },
  "a control of Latin-1": { firstname: "A\u0085da", message: "Hello" },
};

Deno.test(test("control characters are refused", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow(REFUSED_TEXTS, async (typed) => {
    const response = await server.exchange(submit(typed));
    expectProblem(
      response,
      REFUSED,
      /\S/,
      "/\\p{Cc}/u finds control characters",
    );
  });
}));

Deno.test(test("tabs and line ends in a message are stored", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const message = "one\ttab\r\nand two lines";
  expectStored(await server.exchange(submit({ firstname: "Ada", message })));
}));
