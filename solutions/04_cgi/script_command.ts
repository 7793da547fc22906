/**
 * How a program is started: the file itself, and the operating system looks at
 * its first line for the interpreter.
 *
 * With one exception. `#!/usr/bin/env -S deno run` finds no `deno` where that is
 * not on the PATH (`npx deno` puts it nowhere), and Windows knows no such lines
 * at all. So where the line names `deno`, this very Deno runs the program, with
 * the flags of the line.
 *
 * @module
 */

/** A program as `Deno.Command` wants it. */
export interface ScriptCommand {
  /** The file to execute. */
  readonly executable: string;
  /** Its arguments. */
  readonly args: string[];
  /** What it needs in its environment, beside the meta-variables. */
  readonly env: Record<string, string>;
}

/** How much of a first line is looked at, in bytes; Linux does the same. */
const SHEBANG_BYTES = 256;

/** `#!/usr/bin/env -S deno FLAGS`, `#!/usr/bin/env deno`, `#!/path/deno FLAGS`. */
const DENO_SHEBANG =
  /^#!\s*(?:\S*\/env\s+(?:-S\s*)?)?(?:\S*\/)?deno(?:\s+(.*))?$/;

/** Where Deno looks for the directory of its cache. It does not run without. */
const DENO_VARIABLES = ["DENO_DIR", "HOME", "LOCALAPPDATA", "XDG_CACHE_HOME"];

const DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

/**
 * Finds out how to start a program.
 *
 * @param file The program.
 * @returns The command.
 */
export function findCommand(file: string): ScriptCommand {
  const PATH = Deno.env.get("PATH") ?? DEFAULT_PATH;
  const shebang = DENO_SHEBANG.exec(readFirstLine(file));
  if (shebang === null) return { executable: file, args: [], env: { PATH } };
  const flags = (shebang[1] ?? "").split(/\s+/).filter((flag) => flag !== "");
  const env: Record<string, string> = { PATH, NO_COLOR: "1" };
  for (const name of DENO_VARIABLES) {
    const value = Deno.env.get(name);
    if (value !== undefined) env[name] = value;
  }
  return { executable: Deno.execPath(), args: [...flags, file], env };
}

/** The first line of a file; none if it may be run and yet not be read. */
function readFirstLine(path: string): string {
  try {
    using file = Deno.openSync(path);
    const buffer = new Uint8Array(SHEBANG_BYTES);
    const count = file.readSync(buffer) ?? 0;
    const text = new TextDecoder().decode(buffer.subarray(0, count));
    return text.split(/\r?\n/, 1)[0];
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return "";
    throw error;
  }
}
