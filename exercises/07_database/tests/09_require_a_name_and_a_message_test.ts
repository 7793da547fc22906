import {
  get,
  httpRequest,
  post,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import {
  expectEntries,
  expectProblem,
  expectStored,
  forEachRow,
  FORM_TYPE,
  REFUSED,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectKept, fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.21: the form is understood, its content is " +
    "not acceptable",
  try: "curl -i -d 'firstname=Ada' http://127.0.0.1:8000/",
});

/** Forms without a name, or without a message. */
const INCOMPLETE: Readonly<Record<string, string>> = {
  "no name": submit({ firstname: "", message: "Hello" }),
  "no message": submit({ firstname: "Ada", message: "" }),
  "only white space for a name": submit({
    firstname: " \t ",
    message: "Hello",
  }),
  "only line ends for a message": submit({
    firstname: "Ada",
    message: "\r\n \r\n",
  }),
  "no field message": submit({ firstname: "Ada" }),
  "no field firstname": submit({ message: "Hello" }),
  "other fields": post("/", "lastname=Lovelace", FORM_TYPE),
  "no body": post("/", "", FORM_TYPE),
  "a body that is not a form": post("/", "%%%=%&&;", FORM_TYPE),
  "no body, and no length": httpRequest([
    "POST / HTTP/1.1",
    "Host: localhost",
  ]),
};

Deno.test(
  test("an entry without a name or a message is refused", {}, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    const likely = "the fields are not checked after trim(); a missing field " +
      'is null: (fields.get("message") ?? "").trim()';
    await forEachRow(INCOMPLETE, async (request) => {
      const response = await server.exchange(request);
      expectProblem(response, REFUSED, /\S/, likely);
      expectEntries(await server.exchange(get("/")), []);
    });
  }),
);

Deno.test(
  test("white space around a name and a message may go", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await using server = await start(serve, { database });
    const typed = { firstname: "Ada  Lovelace", message: "Hello,\tworld" };
    expectStored(await server.exchange(submit(typed)));
    expectKept(database, typed);
  }),
);
