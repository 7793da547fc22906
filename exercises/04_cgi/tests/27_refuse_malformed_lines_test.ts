import {
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startWith, writePrograms } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 6.3: a program that repeats its input may print " +
    "more than it means",
});

/** The output of a program before its Content-Type, for printf. */
const LINES: readonly [name: string, output: string][] = [
  ["a CR within a value", "X-Name: Ada\\rSet-Cookie: admin=1\\n"],
  ["a CR CR LF", "X-Name: Ada\\r\\r\\n"],
  ["a NUL", "X-Name: Ada\\000\\n"],
  ["an escape character", "X-Name: \\033[2J\\n"],
  ["a space before the colon", "X-Name : Ada\\n"],
  ["a continued line", "X-Name: Ada\\n Lovelace: x\\n"],
  ["a line that begins with a tab", "X-Name: Ada\\n\\tX-Other: x\\n"],
  ["no name", ": Ada\\n"],
  ["a name with a slash", "X/Name: Ada\\n"],
];

const PROGRAMS = LINES.map(([name, output]) =>
  [name, `printf '${output}'\n${TEXT_HEADER}\nprintf hm!`] as const
);

Deno.test(test("a malformed line is 502", {}, async () => {
  await using directory = await TempDir.create();
  await writePrograms(directory, PROGRAMS);
  await using server = await startWith(directory);
  await sideBySide(PROGRAMS, async (_, index) => {
    const response = await server.exchange(get(`/cgi-bin/say${index}`));
    const likely = response.status === 500
      ? "the engine refuses this field when it writes the answer: check the " +
        "lines before that"
      : response.status === 200
      ? "the lines are split at the first colon and taken as they are, or " +
        "trim() has removed more than spaces and tabs"
      : undefined;
    expectStatus(response, 502, { likely });
  });
}));

Deno.test(test("a tab within a value is allowed", {
  because: "RFC 9110 section 5.5",
}, async () => {
  await using directory = await TempDir.createScripts({
    "say": `printf 'X-Name: Ada\\tLovelace\\n'\n${TEXT_HEADER}`,
  });
  await using server = await startWith(directory);
  expectStatus(await server.exchange(get("/cgi-bin/say")), 200);
}));
