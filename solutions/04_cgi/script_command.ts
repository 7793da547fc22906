/**
 * How a program is started: the operating system executes the file, and finds
 * the interpreter in its first line (its *shebang*).
 *
 * There is one exception. `#!/usr/bin/env -S deno run` fails if `deno` is not on
 * the PATH (`npx deno` does not put it there), and Windows has no shebangs at all.
 * So if the shebang names `deno`, the Deno of this server runs the program, with
 * the flags of that line.
 *
 * @module
 */

/** A program as `Deno.Command` expects it. */
export interface ScriptCommand {
  /** The file to execute. */
  readonly executable: string;
  /** Its arguments. */
  readonly args: string[];
  /** The variables that it needs besides the meta-variables. */
  readonly env: Record<string, string>;
}

/** How many bytes of a first line count; Linux has the same limit. */
const SHEBANG_BYTES = 256;

/** `#!/usr/bin/env -S deno FLAGS`, `#!/usr/bin/env deno`, `#!/path/deno FLAGS`. */
const DENO_SHEBANG =
  /^#![ \t]*(?:\S*\/env[ \t]+(?:-S[ \t]*)?)?(?:\S*\/)?deno(?:[ \t]+(.*))?$/;

/** Where Deno finds the directory of its cache, without which it does not run. */
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
  const flags = (shebang[1] ?? "").split(/[ \t]+/).filter((flag) =>
    flag !== ""
  );
  const env: Record<string, string> = { PATH, NO_COLOR: "1" };
  for (const name of DENO_VARIABLES) {
    const value = Deno.env.get(name);
    if (value !== undefined) env[name] = value;
  }
  return { executable: Deno.execPath(), args: [...flags, file], env };
}

/** The first line of a file; empty if the file may be run but not read. */
function readFirstLine(path: string): string {
  try {
    using file = Deno.openSync(path);
    const buffer = new Uint8Array(SHEBANG_BYTES);
    const count = file.readSync(buffer) ?? 0;
    const text = new TextDecoder().decode(buffer.subarray(0, count));
    return text.split(/\r?\n/)[0];
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return "";
    throw error;
  }
}
