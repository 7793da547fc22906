/**
 * The deno commands that documentation, tests and configuration tell to type:
 * where they stand, and whether what they name exists.
 *
 * @module
 */

import { HELP, SEND_HELP } from "../course/help.ts";
import { STAGES } from "../course/stages.ts";
import { exists, listFiles, listProject, readText } from "./deno_command.ts";

/** One command: its words, from "deno" on. */
export interface Command {
  /** The file in which it stands, relative to the root. */
  readonly file: string;
  /** Its words, as a shell reads them. */
  readonly words: readonly string[];
}

/** Configuration with commands: their folders begin with a dot. */
export const CONFIGURATION = [
  ".ci/run",
  ".devcontainer/devcontainer.json",
  ".github/workflows/ci.yml",
  ".github/workflows/grade.yml",
  ".vscode/tasks.json",
];

/** A word; or the end of a command: a comment, or an operator of the shell. */
const WORD = /'([^']*)'|"([^"]*)"|([#|>&;])|([^\s'"|>&;]+)/g;

/**
 * Finds the commands of the project.
 *
 * @returns The commands, by file.
 */
export function listCommands(): Command[] {
  const texts = [
    ...listProject(/\.md$/).map((file) => [file, codeOf(file)] as const),
    ...CONFIGURATION.map((file) => [file, unfold(readText(file))] as const),
    ...listFiles("exercises/", "_test.ts").map((file) =>
      [file, stringsOf(file)] as const
    ),
  ];
  return texts.flatMap(([file, text]) =>
    [...text.matchAll(/\bdeno(?:@[\d.]+)? (?=[a-z-])(.*)/g)].map(
      ([, command]) => ({ file, words: ["deno", ...wordsOf(command)] }),
    )
  );
}

/** The code of a Markdown file, one command a line. */
function codeOf(file: string): string {
  const text = readText(file).replaceAll("\\\n", " ");
  const blocks = /^ *```sh\n(.*?)^ *```$/gms;
  const others = /^ *```.*?^ *```$/gms;
  return [
    ...[...text.matchAll(blocks)].map(([, block]) => block),
    ...[...text.replace(others, "").matchAll(/`([^`]+)`/g)]
      .map(([, span]) => span.replace(/\s+/g, " ")),
  ].join("\n");
}

/** Joins a command that YAML has folded, and ends one in JSON at its quote. */
function unfold(text: string): string {
  return text.replace(/",?$/gm, "").replace(
    /run: >\n((?: {8,}.*\n)+)/g,
    (_, lines: string) => `${lines.trim().replace(/\s+/g, " ")}\n`,
  );
}

/** The strings of a test, one a line, as they are printed. */
function stringsOf(file: string): string {
  const strings = readText(file).matchAll(/"(deno [^"\n]*)"|`(deno [^`$]*)`/g);
  return [...strings].map(([, a, b]) => (a ?? b).replaceAll("\\\\", "\\"))
    .join("\n");
}

/** The words of a command, as a shell reads them. */
function wordsOf(command: string): string[] {
  const words: string[] = [];
  for (const [, single, double, end, plain] of command.matchAll(WORD)) {
    if (end !== undefined) break;
    words.push(single ?? double ?? plain.replace(/,$/, ""));
  }
  return words;
}

/**
 * Finds what a command names and does not exist: a task, a file, a flag.
 *
 * @param command The command.
 * @returns What is wrong with it; `undefined` if nothing is.
 */
export function findProblem({ words }: Command): string | undefined {
  const [, name, ...rest] = words;
  const args = rest.filter((word) => !["--quiet", "--"].includes(word));
  if (name === "task") return findTaskProblem(args);
  if (name === "run") return findProgramProblem(rest);
  const files = rest.filter((word) => /^[\w.]+\//.test(word));
  const missing = files.find((file) => !matches(file));
  if (missing !== undefined) return `no file ${missing}`;
  const map = rest.find((word) => word.startsWith("--import-map="));
  if (map !== undefined && !exists(map.split("=")[1])) return `no ${map}`;
  return findFilterProblem(rest);
}

/** `--filter` selects something: a stage, a test, a wrong server. */
function findFilterProblem(args: readonly string[]): string | undefined {
  const at = args.indexOf("--filter");
  if (at < 0) return undefined;
  const known = listProject(/./).some((name) => name.includes(args[at + 1]));
  return known ? undefined : `--filter ${args[at + 1]} selects nothing`;
}

/** Checks the arguments of `deno task`. */
function findTaskProblem([task, ...args]: string[]): string | undefined {
  const { tasks } = JSON.parse(readText("deno.json"));
  if (task === undefined || !(task in tasks)) return `no task ${task}`;
  if (task === "course") return findCourseProblem(args);
  if (task === "send") return findFlagProblem(args, SEND_HELP);
  if (task !== "test") return undefined;
  const parts = ["types", "examples", ...listProject(/_test\.ts$/)];
  const unknown = args.find((arg) => !parts.some((part) => part.includes(arg)));
  return unknown === undefined ? undefined : `no part ${unknown}`;
}

function findCourseProblem([command, ...args]: string[]): string | undefined {
  if (command === undefined || /^[\d.]+$/.test(command)) return undefined;
  if (command === "--help") return undefined;
  if (command.startsWith("--")) {
    return findFlagProblem([command, ...args], HELP.watch);
  }
  if (!(command in HELP)) return `no command ${command}`;
  return findFlagProblem(args, HELP[command]);
}

/** A flag that the help does not name. */
function findFlagProblem(
  args: readonly string[],
  help: string,
): string | undefined {
  const unknown = args.find((arg) =>
    /^--\w/.test(arg) && arg !== "--help" && !help.includes(arg)
  );
  return unknown === undefined ? undefined : `no flag ${unknown}`;
}

/** Checks a program and its flags: its sources must know each of them. */
function findProgramProblem(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg.endsWith(".ts"));
  // Prose about `deno run`.
  if (at < 0) return undefined;
  const file = args[at];
  if (!exists(file)) return `no file ${file}`;
  const folder = file.split("/").slice(0, -1).join("/");
  const [, stage, module] = /^exercises\/(\w+)\/(\w+\.ts)$/.exec(file) ?? [];
  const solution = STAGES.find(({ id }) => id === stage)?.modules[module];
  const sources = solution === undefined
    ? [
      file,
      ...(folder === "engine" ? listFiles("engine/processes/", ".ts") : []),
    ]
    : [`solutions/${solution}`];
  const text = sources.map(readText).join("\n");
  const unknown = args.slice(at + 1).find((arg) =>
    arg.startsWith("--") && !["--port", "--hostname"].includes(arg) &&
    !new RegExp(`\\b${arg.slice(2)}"?: "(?:text|number)"`).test(text)
  );
  return unknown === undefined ? undefined : `${file} has no flag ${unknown}`;
}

/** Whether there is a file, or one that a pattern with "*" matches. */
function matches(name: string): boolean {
  if (!name.includes("*")) return exists(name);
  const pattern = name.split("*")
    .map((part) => part.replace(/[.+]/g, "\\$&")).join("[^/]*");
  return listProject(/./).some((file) => new RegExp(`^${pattern}$`).test(file));
}
