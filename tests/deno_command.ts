/**
 * Runs this very Deno, and lists files: what several checks need.
 *
 * @module
 */

/** The root of the repository, with a slash at its end. */
export const ROOT = new URL("../", import.meta.url);

/** What a command came to. */
export interface CommandResult {
  /** Its exit code. */
  readonly code: number;
  /** What it printed on both outputs, without colours. */
  readonly output: string;
}

/**
 * Runs Deno in the root of the repository.
 *
 * @param args Its arguments.
 * @returns The exit code and what was printed.
 */
export async function runDeno(args: readonly string[]): Promise<CommandResult> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
}

/**
 * Lists the files below a directory of the repository.
 *
 * @param directory Its name, relative to the root, with a slash at its end.
 * @param suffix How the names end.
 * @returns The names, relative to the root, sorted.
 */
export function listFiles(directory: string, suffix: string): string[] {
  const names: string[] = [];
  for (const entry of Deno.readDirSync(new URL(directory, ROOT))) {
    const name = directory + entry.name;
    if (entry.isDirectory) names.push(...listFiles(`${name}/`, suffix));
    else if (name.endsWith(suffix)) names.push(name);
  }
  return names.sort();
}
