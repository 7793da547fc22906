import {
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startCgi, writePrograms } from "./programs.ts";

const UNCAUGHT =
  "log() throws: call it in a function of your own that catches " +
  "the error, and call only that function";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "options.log is the caller's code, and its disk may be full",
  likely: { thrown: UNCAUGHT },
});

/** Programs that give the log something to say, and their answers. */
const PROGRAMS: readonly [name: string, script: string, status: number][] = [
  ["stderr", `echo 'a warning' >&2\n${TEXT_HEADER}\necho hello`, 200],
  ["an exit code", `${TEXT_HEADER}\necho hello\nexit 1`, 200],
  ["no answer", "echo 'a warning' >&2\necho 'no header'\necho", 502],
];

Deno.test(test("a log that throws costs no answer", {}, async () => {
  await using directory = await TempDir.create();
  await writePrograms(directory, PROGRAMS);
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts, log });
  await sideBySide(PROGRAMS, async ([, , status], index) => {
    const response = await server.exchange(get(`/cgi-bin/say${index}`));
    expectStatus(response, status, {
      likely: response.status === 500 ? UNCAUGHT : undefined,
    });
  });
}));

function log(): never {
  throw new Error("No space left on device");
}
