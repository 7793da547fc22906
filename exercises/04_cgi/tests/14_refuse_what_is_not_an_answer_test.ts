import {
  bodyText,
  expectBody,
  expectNotInBody,
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import {
  FOR_SH,
  sideBySide,
  startCgi,
  startWith,
  writePrograms,
} from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

type Program = readonly [name: string, script: string];

const NO_ANSWERS: readonly Program[] = [
  ["no output", "exit 0"],
  ["no header section", "echo 'Hello, I am a program'"],
  ["an empty header section", "echo\necho Hello"],
  ["no empty line", "echo 'Content-Type: text/plain'"],
  ["a line without a colon", `echo 'Hello there'\n${TEXT_HEADER}\necho hello`],
  [
    "no Content-Type, Location or Status",
    "echo 'X-Colour: blue'\necho\necho x",
  ],
];

const STATUSES: readonly Program[] = [
  ["Status: fine", "fine"],
  ["Status: 99", "99"],
  ["Status: 2000 Fine", "2000 Fine"],
  ["Status: 1200 Fine", "1200 Fine"],
  ["Status: 100", "100"],
  ["Status: 600", "600"],
].map(([name, value]) => [
  name,
  `echo 'Status: ${value}'\n${TEXT_HEADER}\necho hello`,
]);

/** Expects 502 for each program, and no details for the client. */
async function expectBadGateway(rows: readonly Program[]): Promise<void> {
  await using directory = await TempDir.create();
  await writePrograms(directory, rows);
  await using server = await startCgi({
    scripts: { "/cgi-bin": directory.path },
  });
  await sideBySide(rows, async (_, index) => {
    const response = await server.exchange(get(`/cgi-bin/say${index}`));
    const likely = response.status === 200
      ? "the output is sent without a look at it"
      : response.status === 500
      ? "an error of your own code is answered 500: throw HttpError 502 if a " +
        "program is at fault. A try catches the error of an async function " +
        "only if it awaits the function: return await"
      : undefined;
    expectStatus(response, 502, { likely });
    expectNotInBody(response, directory.path);
  });
}

Deno.test(test("output without a valid header is 502", {
  because: "RFC 3875 section 6.2, RFC 9110 section 15.6.3",
}, async () => {
  await expectBadGateway(NO_ANSWERS);
}));

Deno.test(test("a Status that is not from 200 to 599 is 502", {
  because: "RFC 3875 section 6.3.3: three digits; a 1xx is not a final answer",
}, async () => {
  await expectBadGateway(STATUSES);
}));

Deno.test(test("the client does not learn what is wrong", {}, async () => {
  await using directory = await TempDir.createScripts({
    "broken": '[ "$QUERY_STRING" = a ] && exit\necho Hello\necho\necho x',
  });
  await using server = await startWith(directory);
  const first = await server.exchange(get("/cgi-bin/broken?a"));
  expectStatus(first, 502);
  const second = await server.exchange(get("/cgi-bin/broken?b"));
  expectStatus(second, 502);
  expectBody(second, bodyText(first), {
    expected: "two programs with different faults get the same answer",
    likely: "the message of the HttpError goes to the client, the fault only " +
      "to the log",
  });
}));

Deno.test(test("the log names the program and what is wrong", {}, async () => {
  await using directory = await TempDir.createScripts({
    "broken": "echo 'Hello, I am a program'",
  });
  await using server = await startCgi({
    scripts: { "/cgi-bin": directory.path },
  });
  expectStatus(await server.exchange(get("/cgi-bin/broken")), 502);
  await server.logged("/cgi-bin/broken", {
    expected:
      "options.log of cgi() receives a line with the name of the program",
    likely:
      "the error is only answered: the engine logs the request, but not " +
      "what is wrong",
  });
}));
