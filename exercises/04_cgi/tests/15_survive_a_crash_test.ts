import {
  expectBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import {
  FOR_SH,
  inOnePiece,
  sideBySide,
  startCgi,
  startWith,
  writePrograms,
} from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

const CRASHES: readonly [name: string, script: string][] = [
  ["an exit code", "exit 3"],
  ["a signal", "kill -KILL $$"],
  ["a signal within the header", "echo 'X-Colour: blue'\nkill -KILL $$"],
];

Deno.test(test("a program that fails before its answer is 502", {
  because: "RFC 9110 section 15.6.3",
}, async () => {
  await using directory = await TempDir.create();
  await writePrograms(directory, CRASHES);
  await using server = await startCgi({
    scripts: { "/cgi-bin": directory.path },
  });
  await sideBySide(CRASHES, async (_, index) => {
    const response = await server.exchange(get(`/cgi-bin/say${index}`));
    expectStatus(response, 502);
    await server.logged(`/cgi-bin/say${index}`);
  });
}));

/** What spawn() may throw although the program is there and executable. */
const BROKEN: readonly [name: string, interpreter: string, error: string][] = [
  ["it is missing", "missing", "NotFound"],
  ["its mode has no x", "a-text", "PermissionDenied"],
];

Deno.test(test("a program whose interpreter cannot be run is 502", {
  because: "RFC 9110 section 15.6.3; it is not 404 or 403, since the file of " +
    "the program is there and executable",
}, async () => {
  await using directory = await TempDir.create({ "a-text": "not a program" });
  for (const [index, [, interpreter]] of BROKEN.entries()) {
    await directory.writeScript(
      `broken${index}`,
      `#!${directory.resolve(interpreter)}\nhello`,
    );
  }
  await using server = await startCgi({
    scripts: { "/cgi-bin": directory.path },
  });
  await sideBySide(BROKEN, async ([, , error], index) => {
    const response = await server.exchange(get(`/cgi-bin/broken${index}`));
    expectStatus(response, 502, {
      likely: [403, 404, 500].includes(response.status)
        ? `spawn() throws Deno.errors.${error} although the program is there ` +
          "and executable: the error is about its interpreter"
        : undefined,
    });
    expectNotInBody(response, directory.path, {
      likely:
        "the message of the HttpError goes to the client, what is wrong " +
        "only to the log",
    });
    await server.logged(`/cgi-bin/broken${index}`);
  });
}));

/** More bytes than an environment may have. */
const TOO_LONG = 1_500_000;

Deno.test(test("a program whose environment is too large is 502", {
  because: "RFC 9110 section 15.6.3: the system cannot start it",
}, async () => {
  await using directory = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho hello`,
  });
  const maxHeaderBytes = 2_000_000;
  await using server = await startWith(directory, { maxHeaderBytes });
  const field = `X-Long: ${"x".repeat(TOO_LONG)}`;
  const response = await server.exchange(get("/cgi-bin/greet", field));
  expectStatus(response, 502, {
    likely: response.status === 500
      ? "spawn() throws, and the error is of another kind than NotFound"
      : undefined,
  });
}));

Deno.test(test("a complete answer counts, with any exit code", {
  because:
    "RFC 3875 section 6: the answer is the output; the exit code is not " +
    "a part of it",
}, async () => {
  await using directory = await TempDir.createScripts({
    "late": `${TEXT_HEADER}\necho done\nexit 3`,
    "dies": `${TEXT_HEADER}\necho half\nkill -KILL $$`,
  });
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts }, undefined, inOnePiece);
  const response = await server.exchange(get("/cgi-bin/late"));
  expectStatus(response, 200, {
    likely:
      "an exit code that is not 0 fails the answer or its stream: log it " +
      "instead",
  });
  expectBody(response, "done\n");
  const line = await server.logged("/cgi-bin/late", {
    expected: "log() receives a line with the program and its exit code",
  });
  expectThat(/\b3\b/.test(line), "the log does not name the exit code", {
    expected: `a line with the exit code 3 instead of "${line}"`,
  });
  const killed = await server.exchange(get("/cgi-bin/dies"));
  expectThat(killed.status >= 500, "the answer seems to be complete", {
    expected: "the stream of the body fails: a signal has ended the program",
    likely: "only the end of the output is awaited: look at the signal in " +
      "child.status, too",
  });
}));
