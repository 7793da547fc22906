import { expectThat, get, start, suite, TempDir } from "../../../kit/mod.ts";
import {
  expectForm,
  expectProblem,
  expectStored,
  forEachRow,
  REFUSED,
  submit,
  type Typed,
} from "../guestbook_client.ts";
import { shownEntries } from "../page_reader.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  try: "curl -i -d firstname=$(seq -s x 40) -d message=Hi " +
    "http://127.0.0.1:8000/",
});

/** Characters of several sizes. */
const LETTERS: Readonly<Record<string, string>> = {
  "ASCII": "x",
  "two bytes each": "ü",
  "three bytes each": "好",
  "one code point each, which JavaScript counts as two": "👍",
};

/** The longest entry: 50 characters of name, 1000 of message. */
function longest(letter: string): Typed {
  return {
    firstname: letter.repeat(50 / letter.length),
    message: letter.repeat(1000 / letter.length),
  };
}

Deno.test(
  test("50 characters of name and 1000 of message are stored", {}, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    await forEachRow(LETTERS, async (letter) => {
      const { firstname, message } = longest(letter);
      expectStored(await server.exchange(submit({ firstname, message })));
      const [shown = ""] = shownEntries(await server.exchange(get("/")));
      expectThat(shown.includes(firstname), "the name is not shown whole");
      expectThat(shown.includes(message), "the message is not shown whole");
    });
  }),
);

Deno.test(
  test("one character more is refused, with the limit", {}, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    const likely =
      "count with .length, as maxlength does: not bytes, and not " +
      "code points ([...name].length)";
    await forEachRow(LETTERS, async (letter) => {
      const { firstname, message } = longest(letter);
      const longName = { firstname: `${firstname}x`, message };
      const first = await server.exchange(submit(longName));
      expectProblem(first, REFUSED, /\b50\b/, likely);
      expectForm(first, longName);
      const longMessage = { firstname, message: `${message}x` };
      const second = await server.exchange(submit(longMessage));
      expectProblem(second, REFUSED, /\b1000\b/, likely);
      expectForm(second, longMessage);
    });
  }),
);

Deno.test(
  test("white space at the ends does not count, a line end counts once", {
    because: "a browser sends a line end as CR LF, and counts it as one",
  }, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    const { firstname, message } = longest("x");
    await forEachRow({
      "500 lines of one letter": {
        firstname: "Ada",
        message: "x\r\n".repeat(499) + "xx",
      },
      "a space after the longest name": {
        firstname: `${firstname} `,
        message,
      },
      "a line end after the longest message": {
        firstname,
        message: `${message}\r\n`,
      },
    }, async (typed) => {
      expectStored(await server.exchange(submit(typed)));
    });
  }),
);
