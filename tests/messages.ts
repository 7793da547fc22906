/**
 * Golden messages: of thirty mistakes of each stage, the complete message with
 * which the suite rejects them, `tests/messages/STAGE/NAME.txt`. The test of the
 * wrong servers compares them with what its own run has shown, so that no server
 * runs twice.
 *
 * As a program it writes them, of all stages or of those that are named:
 * `deno task messages`, `deno task messages 02`.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { parseArguments, UsageError } from "../course/arguments.ts";
import { EXIT, runMain } from "../course/run_main.ts";
import { STAGES } from "../course/stages.ts";
import { exists, listFiles, readText, ROOT } from "./deno_command.ts";
import { stableMessage } from "./stable_message.ts";
import {
  inBatches,
  listWrongServers,
  reject,
  type WrongServer,
} from "./wrong_servers.ts";

/** How many mistakes of a stage have a golden message, if it has as many. */
export const PER_STAGE = 30;

/** Where the golden messages are, relative to the root. */
const FOLDER = "tests/messages/";

/**
 * The file of a golden message.
 *
 * @param wrong The wrong server.
 * @returns Its name, relative to the root; the file need not exist.
 */
export function goldenFile({ file, stage }: WrongServer): string {
  const name = file.split("/").at(-1)!.replace(/\.ts$/, ".txt");
  return `${FOLDER}${stage}/${name}`;
}

/**
 * Lists the golden messages of a stage.
 *
 * @param stage The stage: "02_http".
 * @returns The files, relative to the root.
 */
export function listGolden(stage: string): string[] {
  return listFiles(`${FOLDER}${stage}/`, ".txt")
    .filter((file) => !file.endsWith("/verdicts.txt"));
}

/**
 * Compares a message with the golden one, if there is one.
 *
 * @param wrong The wrong server.
 * @param message The message that rejects it.
 * @throws {AssertionError} If they differ.
 */
export function assertGolden(wrong: WrongServer, message: string): void {
  const file = goldenFile(wrong);
  if (!exists(file)) return;
  const command = `deno task messages ${wrong.stage.slice(0, 2)}`;
  assertEquals(
    withoutMeanwhile(goldenText(message)),
    withoutMeanwhile(readText(file)),
    `the message is not that of ${file}; if it has become a better one, ` +
      `"${command}" writes it there`,
  );
}

/** On a busy machine, chance decides what has happened meanwhile. */
function withoutMeanwhile(text: string): string {
  return text.replaceAll(
    /^ {2}(?:others|server|logged) .*\n(?: {12}.*\n)*/gm,
    "",
  );
}

function isSame(one: string, other: string): boolean {
  return withoutMeanwhile(one) === withoutMeanwhile(other);
}

function goldenText(message: string): string {
  return `${stableMessage(message).trimEnd()}\n`;
}

/**
 * Chooses the mistakes of a stage: those that have a golden message already, so
 * that a new wrong server does not change the choice, and as many more as are
 * needed, each time one of the task that has the fewest.
 */
async function choose(all: readonly WrongServer[]): Promise<WrongServer[]> {
  const stable = all.filter(({ varying }) => varying === undefined);
  const chosen = stable.filter((wrong) => exists(goldenFile(wrong)));
  const others = await shuffle(
    stable.filter((wrong) => !chosen.includes(wrong)),
  );
  const taskOf = ({ rejectedBy }: WrongServer) => rejectedBy.split(" · ")[0];
  function countOf(wrong: WrongServer): number {
    return chosen.filter((one) => taskOf(one) === taskOf(wrong)).length;
  }
  while (chosen.length < PER_STAGE && others.length > 0) {
    const fewest = Math.min(...others.map(countOf));
    const index = others.findIndex((wrong) => countOf(wrong) === fewest);
    chosen.push(...others.splice(index, 1));
  }
  return chosen;
}

/** An order that is arbitrary and always the same: that of the names' hashes. */
async function shuffle(all: readonly WrongServer[]): Promise<WrongServer[]> {
  const hashed = await Promise.all(all.map(async (wrong) => {
    const bytes = new TextEncoder().encode(wrong.file);
    const hash = await crypto.subtle.digest("SHA-256", bytes);
    return { wrong, hash: new DataView(hash).getUint32(0) };
  }));
  return hashed.sort((a, b) => a.hash - b.hash).map(({ wrong }) => wrong);
}

/** Writes the golden messages of some servers; prints what has changed. */
async function write(wrongServers: readonly WrongServer[]): Promise<void> {
  const rejections = await reject(wrongServers);
  for (const [index, wrong] of wrongServers.entries()) {
    const { message, output } = rejections[index];
    const file = goldenFile(wrong);
    if (message === "") console.log(`${wrong.file} is not rejected\n${output}`);
    const text = goldenText(message);
    if (message === "" || exists(file) && isSame(readText(file), text)) {
      continue;
    }
    await Deno.writeTextFile(new URL(file, ROOT), text);
    console.log(`${file} is new`);
  }
}

async function writeStage(stage: string): Promise<void> {
  await Deno.mkdir(new URL(`${FOLDER}${stage}/`, ROOT), { recursive: true });
  const all = listWrongServers().filter((wrong) => wrong.stage === stage);
  const chosen = await choose(all);
  const files = chosen.map(goldenFile);
  for (const file of listGolden(stage)) {
    if (!files.includes(file)) await Deno.remove(new URL(file, ROOT));
  }
  await Promise.all(inBatches(chosen).map(write));
  console.log(`${stage}: ${chosen.length} messages`);
}

async function main(args: readonly string[]): Promise<number> {
  const { flags, rest } = parseArguments(args, { help: "switch" });
  if (flags.help) {
    console.log("deno task messages [STAGE…], such as 02");
    return EXIT.ok;
  }
  const stages = rest.map((text) => {
    const stage = STAGES.find(({ id }) => id.startsWith(text));
    if (stage) return stage;
    throw new UsageError(`No stage "${text}"`);
  });
  for (const { id } of stages.length > 0 ? stages : STAGES) {
    await writeStage(id);
  }
  return EXIT.ok;
}

if (import.meta.main) await runMain(() => main(Deno.args));
