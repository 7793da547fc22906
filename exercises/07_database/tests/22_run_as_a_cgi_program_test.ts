import {
  expectField,
  expectStatus,
  get,
  post,
  type RawResponse,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import {
  ask,
  expectEntries,
  expectProblem,
  expectStored,
  REFUSED,
  sign,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectFile, fileIn, removeDatabase } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "RFC 3875: the program ends after every answer",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/guestbook.ts",
});

const PROGRAM = "/cgi-bin/guestbook.ts";

Deno.test(
  test("the guestbook as a CGI program has the same entries", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await using server = await start(serve, { database });
    await sign(server, "(server)");
    // The program is that of the reference: it accepts no other table.
    expectFile(database);
    const first = await ask(server, get(PROGRAM));
    expectNoCrash(first);
    const likely = "env does not have the absolute path of the file";
    expectEntries(first, [["(server)", "Hello"]], likely);
    const typed = { firstname: "(program)", message: "Ahoy" };
    const stored = await ask(server, submit(typed, PROGRAM));
    expectStored(stored, PROGRAM);
    expectField(stored, "Location", `http://localhost${PROGRAM}`);
    const shown = [["(program)", "Ahoy"], ["(server)", "Hello"]];
    expectEntries(await ask(server, get("/")), shown);
    const [page, refused, missing, below, other] = await Promise.all([
      ask(server, get(PROGRAM)),
      ask(server, post(PROGRAM, "firstname=Ada")),
      ask(server, get(`${PROGRAM}?page=7`)),
      ask(server, get(`${PROGRAM}/below`)),
      ask(server, post(PROGRAM, "Hello", "Content-Type: text/plain")),
    ]);
    expectEntries(page, shown);
    expectProblem(refused, REFUSED);
    expectStatus(missing, 404);
    expectStatus(below, 404);
    expectStatus(other, 415);
  }),
);

Deno.test(
  test("the log gets what the program writes to stderr", {}, async () => {
    await using directory = await TempDir.create({
      "damaged.db": "no database\n".repeat(1000),
    });
    const { database } = fileIn(directory);
    await using server = await start(serve, { database });
    // Only now: to start with a damaged file is a later task.
    await removeDatabase(directory);
    await Deno.rename(directory.resolve("damaged.db"), database);
    expectStatus(await ask(server, get(PROGRAM)), 503);
    await server.logged(database, {
      likely:
        "cgi() gets other options than serve(): cgi({ ...options, env }, …)",
    });
  }),
);

/** Only the log says why a program failed. */
function expectNoCrash(response: RawResponse): void {
  const isCrash = [500, 502].includes(response.status);
  expectStatus(response, 200, {
    because: "RFC 3875 section 6: the output of the program is the answer",
    likely: isCrash
      ? "the program failed, and said why on stderr, which goes to the log of " +
        "cgi({ ...options, env }, …). env needs the absolute path of the " +
        "file as GUESTBOOK_DATABASE"
      : "cgi() must come before the files",
  });
}
