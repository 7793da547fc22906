import {
  expectThat,
  type RawResponse,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import {
  ask,
  expectStored,
  startProgram,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectAll } from "./all_entries.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "a killed process cannot store anything later",
  try: "kill -9 the server, start it again, reload the page",
});

/** After how many answers the program is killed. */
const ANSWERS = 40;

Deno.test(
  test("an entry that was answered 303 survives kill -9", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    const answered: string[] = [];
    await using program = startProgram(database);
    await program.url();
    let isKilled = false;

    async function signUntilTheEnd(visitor: number): Promise<void> {
      for (let count = 0; count < ANSWERS; count++) {
        const firstname = `(${visitor} ${count})`;
        const request = submit({ firstname, message: "Hello" });
        let response: RawResponse;
        try {
          response = await ask(program, request);
        } catch (error) {
          if (isKilled) return;
          throw error;
        }
        expectStored(response);
        answered.push(firstname);
        if (answered.length < ANSWERS || isKilled) continue;
        isKilled = true;
        Deno.kill(program.pid, "SIGKILL");
      }
    }

    await Promise.all([1, 2, 3, 4].map(signUntilTheEnd));
    await program.ending();
    expectThat(isKilled, `the program gave less than ${ANSWERS} answers`);
    await using server = await start(serve, { database });
    await expectAll(server, answered);
  }),
);
