/**
 * A made-up course of two tiny stages in a temporary directory, with the real
 * `course/` folder: what the tests of the learner's loop run on.
 *
 * @module
 */

import { Program, TempDir } from "../../kit/mod.ts";
import { listFiles, ROOT } from "../deno_command.ts";
import { stageFiles, STAGES } from "./tiny_stages.ts";

/** The parts of the real course that every made-up one has. */
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
  const files = Object.fromEntries(copies);
  const [types] = files["course/stages.ts"].split("export const STAGES");
  return { ...files, "course/stages.ts": types + STAGES };
}

/** The result of a command. */
export interface CommandResult {
  /** Its exit code. */
  readonly code: number;
  /** Its output. */
  readonly stdout: string;
  /** Its error output. */
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
   * @returns The result.
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
   * Starts `deno task course` without a terminal, for a command that runs
   * until it is interrupted.
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
