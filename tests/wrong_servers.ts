/**
 * The wrong servers: what their headers say, and how their suites reject them.
 *
 * @module
 */

import { assert } from "@std/assert";
import { listFiles, readText, ROOT } from "./deno_command.ts";
import type { TestResult } from "./junit.ts";
import { listSuiteTests } from "./suite_tests.ts";
import { runAsOne } from "./test_run.ts";
import { writeVariants } from "./variants.ts";

/** How many wrong servers share a process at most. */
const AT_MOST = 28;

const SUITE_TESTS = listSuiteTests();

/** A server with one mistake, as its header describes it. */
export interface WrongServer {
  /** Its file, relative to the root of the repository. */
  readonly file: string;
  /** The stage whose suite rejects it: "02_http". */
  readonly stage: string;
  /** The module that it replaces, relative to the root. */
  readonly replaces: string;
  /** The start of the name of the test that rejects it: "task 1 · every". */
  readonly rejectedBy: string;
  /** Words of the failure message. */
  readonly saying: string;
  /** The part of its message that is a matter of chance, if there is one. */
  readonly varying: string | undefined;
}

/** How a suite has judged a server. */
export interface Rejection {
  /** The result of each test that matches `rejectedBy`: one, that has failed. */
  readonly tests: readonly TestResult[];
  /** The complete message of the first failure; empty without a failure. */
  readonly message: string;
  /** Everything that the process has printed. */
  readonly output: string;
}

/**
 * Lists the wrong servers.
 *
 * @returns All of them, in the order of their stages and names.
 * @throws {AssertionError} If a header lacks something.
 */
export function listWrongServers(): WrongServer[] {
  return listFiles("tests/wrong_servers/", ".ts").map(readHeader);
}

/**
 * Divides wrong servers into batches of the same size that share a process.
 *
 * @param wrongServers The servers.
 * @returns The batches.
 */
export function inBatches(
  wrongServers: readonly WrongServer[],
): WrongServer[][] {
  const length = Math.ceil(wrongServers.length / AT_MOST);
  const size = Math.ceil(wrongServers.length / length);
  return Array.from(
    { length },
    (_, batch) => wrongServers.slice(batch * size, (batch + 1) * size),
  );
}

/**
 * Runs the one test that rejects a wrong server, for several in one process.
 *
 * @param wrongServers The servers.
 * @returns The result of each, in their order.
 */
export async function reject(
  wrongServers: readonly WrongServer[],
): Promise<Rejection[]> {
  await using variants = await writeVariants(
    wrongServers.map(({ file, replaces }) => ({
      modules: { [replaces]: file },
    })),
  );
  const { directories, importMap } = variants;
  const files = wrongServers.map(({ stage, rejectedBy }, index) =>
    new URL(`file://${directories[index]}/${findTestFile(stage, rejectedBy)}`)
  );
  const names = wrongServers.map(({ stage, rejectedBy }) =>
    RegExp.escape(`${stage} ${rejectedBy}`)
  );
  const flags = [`--filter=/^(?:${names.join("|")})/`];
  const run = await runAsOne(files, { importMap, flags });
  return wrongServers.map(({ stage, rejectedBy }, index) => {
    const directory = directories[index];
    const tests = run.tests.filter(({ name, file }) =>
      file.includes(`${directory}/`) &&
      name.startsWith(`${stage} ${rejectedBy}`)
    );
    const message = (tests[0]?.message ?? "")
      .replaceAll(`file://${directory}/`, "")
      .replaceAll(`${directory}/`, ROOT.pathname);
    return { tests, message, output: run.output };
  });
}

/**
 * Finds the file of a test.
 *
 * @param stage The stage: "02_http".
 * @param test The start of the name, with the number of the task: "task 1 · every".
 * @returns The file, relative to the root of the repository.
 * @throws {AssertionError} Unless there is exactly one.
 */
export function findTestFile(stage: string, test: string): string {
  const [, number, name] = /^task (\d+) · (.+)$/.exec(test) ?? [];
  assert(name !== undefined, `expected "task N · NAME", found "${test}"`);
  const files = new Set(
    SUITE_TESTS.filter((found) =>
      found.stage === stage && found.task === Number(number) &&
      found.name.startsWith(name)
    ).map(({ file }) => file),
  );
  assert(
    files.size === 1,
    `expected one file of ${stage} with the test "${test}", found ` +
      `${files.size}: ${[...files].join(", ")}`,
  );
  return [...files][0];
}

/**
 * Makes one line of each sentence of a message.
 *
 * @param message The message of a failing test.
 * @returns The message, for a search of words in it.
 */
export function unwrap(message: string): string {
  return message.replace(/\n {12}(?=\S)/g, " ");
}

function readHeader(file: string): WrongServer {
  const text = readText(file);
  const stage = file.split("/").at(-2)!;
  function field(name: string): string | undefined {
    return new RegExp(`^ \\* @${name} (.+)$`, "m").exec(text)?.[1];
  }
  const rejectedBy = field("rejectedBy");
  const saying = field("saying");
  assert(field("wrong"), `${file} does not say what is wrong: @wrong`);
  assert(rejectedBy, `${file} does not name its test: @rejectedBy`);
  assert(saying, `${file} does not quote the failure message: @saying`);
  const replaces = field("replaces") ?? `exercises/${stage}/server.ts`;
  const varying = field("varying");
  return { file, stage, replaces, rejectedBy, saying, varying };
}
