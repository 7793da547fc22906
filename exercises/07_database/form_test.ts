/**
 * The suite of stage 07, task 5: what is taken, and what is told to whoever has
 * typed something else.
 *
 * @module
 */

import {
  expectNotInBody,
  expectThat,
  get,
  httpRequest,
  post,
  start,
  suite,
  TempDir,
} from "../../kit/mod.ts";
import { fileIn } from "./database_file.ts";
import {
  expectEntries,
  expectForm,
  expectProblem,
  expectStored,
  forEachRow,
  FORM_TYPE,
  REFUSED,
  submit,
} from "./guestbook_client.ts";
import { shownEntries } from "./page_reader.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

Deno.test(task(5, "an entry without a name or a message is refused", {
  because: "RFC 9110 section 15.5.21",
  likely: "blanks count as a name, or a field that is missing is shown as " +
    "null: (fields.get(…) ?? '').trim()",
  try: "curl -i -d 'firstname=Ada' http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow({
    "no name": submit({ firstname: "", message: "Hello" }),
    "no message": submit({ firstname: "Ada", message: "" }),
    "blanks for a name": submit({ firstname: " \t ", message: "Hello" }),
    "lines for a message": submit({ firstname: "Ada", message: "\r\n \r\n" }),
    "no field message": submit({ firstname: "Ada" }),
    "other fields": post("/", "lastname=Lovelace", FORM_TYPE),
    "no body": post("/", "", FORM_TYPE),
    "a body that is no form": post("/", "%%%=%&&;", FORM_TYPE),
    "no body, and no length": httpRequest([
      "POST / HTTP/1.1",
      "Host: localhost",
    ]),
  }, async (request) => {
    expectProblem(await server.exchange(request), REFUSED);
    expectEntries(await server.exchange(get("/")), []);
  });
}));

Deno.test(task(5, "what was typed stands in the form again", {
  because: "whoever has to type everything again goes away",
  likely: 'the form is empty, or not escaped: value="…" and between the tags ' +
    "of <textarea>; a browser drops the first line end after that tag",
  try: "curl -d 'firstname=\"Ada\"' http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow({
    "a name": { firstname: "Ada", message: "" },
    "a message": { firstname: "", message: "Hello,\nworld & Jürgen" },
    "a quotation mark": { firstname: `"Ada" 'L'`, message: "" },
    "an end of the tag": {
      firstname: '"><script>alert(1)</script>',
      message: "",
    },
    "an end of the form": {
      firstname: "",
      message: "</textarea></form><script>alert(1)</script>",
    },
    "much too long": { firstname: "x".repeat(2000), message: "y".repeat(9000) },
  }, async (typed) => {
    const message = typed.message.replaceAll("\n", "\r\n");
    const response = await server.exchange(submit({ ...typed, message }));
    expectProblem(response, REFUSED);
    expectNotInBody(response, "<script>alert");
    expectForm(response, typed);
  });
}));

/** The longest that is taken. */
const LONGEST = { firstname: 50, message: 1000 } as const;

Deno.test(
  task(5, "50 characters of name and 1000 of message fit, not one more", {
    likely: "bytes are counted, or code points ([...name].length): it is the " +
      "length of a JavaScript string, after trim(), the CR LF of a browser " +
      "being one",
    try: "curl -i -d firstname=$(printf '%051d' 0) -d message=Hi " +
      "http://127.0.0.1:8000/",
  }, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    await forEachRow({
      "ASCII": "x",
      "two bytes each": "ü",
      "three bytes each": "好",
      "one code point each, which JavaScript counts as two": "👍",
    }, async (letter) => {
      const firstname = letter.repeat(LONGEST.firstname / letter.length);
      const message = letter.repeat(LONGEST.message / letter.length);
      expectStored(await server.exchange(submit({ firstname, message })));
      const [shown = ""] = shownEntries(await server.exchange(get("/")));
      expectThat(shown.includes(firstname), "the name is not shown whole");
      expectThat(shown.includes(message), "the message is not shown whole");
      const longName = submit({ firstname: `${firstname}x`, message });
      expectProblem(await server.exchange(longName), REFUSED, /\b50\b/);
      const longMessage = submit({ firstname, message: `${message}x` });
      expectProblem(await server.exchange(longMessage), REFUSED, /\b1000\b/);
    });
    const longest = {
      firstname: "x".repeat(LONGEST.firstname),
      message: "x".repeat(LONGEST.message),
    };
    await forEachRow({
      "500 lines of one letter": {
        firstname: "Ada",
        message: "x\r\n".repeat(499) + "xx",
      },
      "a blank behind the longest name": {
        ...longest,
        firstname: `${longest.firstname} `,
      },
      "a line end behind the longest message": {
        ...longest,
        message: `${longest.message}\r\n`,
      },
    }, async (typed) => {
      expectStored(await server.exchange(submit(typed)));
    });
  }),
);

Deno.test(task(5, "control characters are refused", {
  because: "where a text has a NUL, programs disagree about where it ends: " +
    "Deno gives SQLite only what stands before it",
  likely: "nobody has looked: /\\p{Cc}/u finds them; in a message, tabs and " +
    "line ends are all right",
  try: "curl -i -d 'firstname=Ada%00Lovelace' -d message=Hi " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow({
    "NUL in a name": { firstname: "Ada\0Lovelace", message: "Hello" },
    "NUL in a message": { firstname: "Ada", message: "Hello\0world" },
    "a line end in a name": { firstname: "Ada\nLovelace", message: "Hello" },
    "a tab in a name": { firstname: "Ada\tLovelace", message: "Hello" },
    "delete in a name": { firstname: "Ada\x7f!", message: "Hello" },
    "delete in a message": { firstname: "Ada", message: "Hello\x7f!" },
    "escape": { firstname: "Ada", message: "\x1b[31mHello" },
    "a control of Latin-1": { firstname: "A\u0085da", message: "Hello" },
  }, async (typed) => {
    expectProblem(await server.exchange(submit(typed)), REFUSED);
  });
  const message = "one\ttab\r\nand two lines";
  expectStored(await server.exchange(submit({ firstname: "Ada", message })));
}));
