import { expectNotInBody, start, suite, TempDir } from "../../../kit/mod.ts";
import {
  expectForm,
  expectProblem,
  forEachRow,
  REFUSED,
  submit,
  type Typed,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "a visitor who has to type everything again goes away",
  try: "curl -d 'firstname=\"Ada\"' http://127.0.0.1:8000/",
});

/** Forms that are refused; each lacks a name or a message. */
const TYPED: Readonly<Record<string, Typed>> = {
  "a name": { firstname: "Ada", message: "" },
  "a long name": { firstname: "x".repeat(2000), message: "" },
  "a message": { firstname: "", message: "Hello,\nworld & Jürgen" },
  "a long message": { firstname: "", message: "y".repeat(9000) },
};

/** Texts that end the tag, or the form, if they are not escaped. */
const MARKUP: Readonly<Record<string, Typed>> = {
  "a quotation mark": { firstname: `"Ada" 'L'`, message: "" },
  "an end of the tag": {
    firstname: '"><script>alert(1)</script>',
    message: "",
  },
  "an end of the form": {
    firstname: "",
    message: "</textarea></form><script>alert(1)</script>",
  },
};

Deno.test(test("what was typed is in the form again", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow(TYPED, async (typed) => {
    const message = typed.message.replaceAll("\n", "\r\n");
    const response = await server.exchange(submit({ ...typed, message }));
    expectProblem(response, REFUSED);
    expectForm(response, typed);
  });
}));

Deno.test(test("the form is escaped", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow(MARKUP, async (typed) => {
    const response = await server.exchange(submit(typed));
    expectProblem(response, REFUSED);
    expectNotInBody(response, "<script>alert", {
      likely: 'escape it in value="…" and between the tags of <textarea>',
    });
    expectForm(response, typed);
  });
}));
