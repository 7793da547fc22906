/**
 * A made-up course of two tiny stages in a temporary directory, with the real
 * `course/` folder: what the tests of the learner's loop run on.
 *
 * @module
 */

import { Program, TempDir } from "../../kit/mod.ts";
import { listFiles, ROOT } from "../deno_command.ts";

/** The module that the learner writes in the first stage. */
export const SERVER = "exercises/01_one/server.ts";

/** A module of stage 01 that passes all of its tasks. */
export const SOLUTION = `/** Says a word. */
export function word(): string {
  return "one";
}
/** Says a number. */
export function number(): number {
  return 1;
}
/** Says both. */
export function both(): string {
  return word() + number();
}
`;

const STUB = `/** Says a word. */
export function word(): string {
  // TODO task 1
  throw new Error("Task 1 is not done yet");
}
/** Says a number. */
export function number(): number {
  // TODO task 2
  throw new Error("Task 2 is not done yet");
}
/** Says both. */
export function both(): string {
  // TODO task 3
  throw new Error("Task 3 is not done yet");
}
if (import.meta.main) {
  console.log("http://127.0.0.1:1/");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
`;

const STAGES = `
export const STAGES = ["01_one", "02_two"].map((id) => ({
  id,
  title: "the first",
  modules: { "server.ts": id + ".ts" },
  given: [],
  builtOn: [],
  programs: [],
  tasks: [
    { level: "core", title: "Say a word" },
    { level: "correct", title: "Say a number" },
    { level: "hardened", title: "Say both" },
  ],
}));
`;

const TASKS = [["word", '"one"'], ["number", "1"], ["both", '"one1"']];

/** The text of the tests of one task. */
function testText(stage: string, index: number): string {
  const [name, expected] = TASKS[index];
  return `import { ${name} } from "../server.ts";
Deno.test("${stage} task ${index + 1} · it says ${name}", {
  timeout: 800,
}, () => {
  const found = ${name}();
  if (found === ${expected}) return;
  const error = new Error("it says " + found + "\\n\\n  expected  ${name}");
  error.name = "AssertionError";
  throw error;
});
`;
}

const README = `# The stage

## Tasks

### Core

1. **Say a word.** Return the word \`one\` from \`word\`.

### Correct

2. **Say a number.** Return the number one from \`number\`.

### Hardened

3. **Say both.** Return both from \`both\`.

## Try it by hand
`;

/** The hints of all tasks, three for each. */
function hintsText(): string {
  const hints = TASKS.map((_, index) => {
    const details = [1, 2, 3].map((level) =>
      `<details><summary>Hint ${level}</summary>\n\n` +
      `Hint ${level} of task ${index + 1}\n\n</details>\n`
    );
    return `## Task ${index + 1}: It\n\n${details.join("")}`;
  });
  return hints.join("\n");
}

/** The files of one stage. */
function stageFiles(id: string): Record<string, string> {
  const folder = `exercises/${id}`;
  return {
    [`${folder}/server.ts`]: STUB,
    [`course/stubs/${id}/server.ts.stub`]: STUB,
    [`${folder}/README.md`]: README,
    [`${folder}/HINTS.md`]: hintsText(),
    [`${folder}/tests/01_word_test.ts`]: testText(id, 0),
    [`${folder}/tests/02_number_test.ts`]: testText(id, 1),
    [`${folder}/tests/03_both_test.ts`]: testText(id, 2),
    [`solutions/${id}.ts`]: SOLUTION,
  };
}

/** What every made-up course has of the real one. */
const COURSE = ["course", "kit", "std", "deno.json", "deno.lock"];

/**
 * Directories of tests that have ended. Deno knows the modules in them, so that
 * the next test starts the course sooner.
 */
const FREE: TempDir[] = [];

addEventListener("unload", () => {
  for (const { path } of FREE) Deno.removeSync(path, { recursive: true });
});

function courseFiles(): Record<string, string> {
  const paths = COURSE.flatMap((name) =>
    name.includes(".") ? [name] : listFiles(`${name}/`, "")
  );
  const copies = paths.filter((path) => !path.endsWith(".stub")).map((path) =>
    [path, Deno.readTextFileSync(new URL(path, ROOT))] as const
  );
  return { ...Object.fromEntries(copies), "course/stages.ts": STAGES };
}

/** What a command printed, and how it ended. */
export interface CommandResult {
  /** Its exit code. */
  readonly code: number;
  /** What it printed on stdout. */
  readonly stdout: string;
  /** What it printed on stderr. */
  readonly stderr: string;
}

/** The made-up course. */
export class TinyCourse implements AsyncDisposable {
  readonly #directory: TempDir;

  private constructor(directory: TempDir) {
    this.#directory = directory;
  }

  /**
   * Makes one: both stages are stubs.
   *
   * @param files What else is in it, or other than usual.
   * @returns The course.
   */
  static async create(
    files: Readonly<Record<string, string>> = {},
  ): Promise<TinyCourse> {
    const directory = FREE.pop() ?? await TempDir.create(courseFiles());
    const stages = { ...stageFiles("01_one"), ...stageFiles("02_two") };
    for (const [path, text] of Object.entries({ ...stages, ...files })) {
      await directory.write(path, text);
    }
    return new TinyCourse(directory);
  }

  /** Its root. */
  get root(): string {
    return this.#directory.path;
  }

  /**
   * Writes a file.
   *
   * @param path Its path, relative to the root.
   * @param text What is in it.
   */
  async write(path: string, text: string): Promise<void> {
    await this.#directory.write(path, text);
  }

  /**
   * Reads a file.
   *
   * @param path Its path, relative to the root.
   * @returns What is in it.
   */
  read(path: string): Promise<string> {
    return Deno.readTextFile(this.#directory.resolve(path));
  }

  /**
   * Runs `deno task course` without a terminal.
   *
   * @param args Its arguments.
   * @returns What it printed, and how it ended.
   */
  async run(...args: string[]): Promise<CommandResult> {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", `${this.root}/course/main.ts`, ...args],
      cwd: this.root,
      stdin: "null",
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
  }

  /**
   * Starts `deno task course` without a terminal, for a command that does not
   * end by itself.
   *
   * @param args Its arguments.
   * @returns The program.
   */
  start(...args: string[]): Program {
    return Program.start(`${this.root}/course/main.ts`, args, this.root);
  }

  /**
   * The processes that work in this course, as Linux knows them.
   *
   * @returns Their command lines.
   */
  processes(): string[] {
    const pids = [...Deno.readDirSync("/proc")].map(({ name }) => name)
      .filter((name) => /^\d+$/.test(name));
    return pids.flatMap((pid) => {
      try {
        const line = Deno.readTextFileSync(`/proc/${pid}/cmdline`);
        const cwd = Deno.readLinkSync(`/proc/${pid}/cwd`);
        const isOurs = line.includes(this.root) || cwd.startsWith(this.root);
        return isOurs ? line.replaceAll("\0", " ") : [];
      } catch {
        return []; // It has ended.
      }
    });
  }

  /** Removes what a test has made of it; the rest serves the next test. */
  async [Symbol.asyncDispose](): Promise<void> {
    for await (const { name } of Deno.readDir(this.root)) {
      if (COURSE.includes(name)) continue;
      await Deno.remove(`${this.root}/${name}`, { recursive: true });
    }
    FREE.push(this.#directory);
  }
}
