/**
 * Runs this very Deno, and finds and reads files of the repository.
 *
 * @module
 */

/** The root of the repository, with a slash at its end. */
export const ROOT = new URL("../", import.meta.url);

/** How a command has ended. */
export interface CommandResult {
  /** Its exit code. */
  readonly code: number;
  /** Its stdout, then its stderr, without colours. */
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
 * Reads a text file of the repository.
 *
 * @param path Its name, relative to the root.
 * @returns The text.
 */
export function readText(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/**
 * Whether there is a file, or a folder.
 *
 * @param path Its name, relative to the root, or its address.
 * @returns Whether it exists.
 */
export function exists(path: string | URL): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch {
    return false;
  }
}

/**
 * Lists the folders at the root: those with files of the project.
 *
 * @returns Their names, each with a slash at its end, sorted.
 */
export function listFolders(): string[] {
  return [...Deno.readDirSync(ROOT)].filter(({ name, isDirectory }) =>
    isDirectory && !/^\.|^node_modules$|^screenshots$/.test(name)
  ).map(({ name }) => `${name}/`).sort();
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

/**
 * Lists the files of the project: those at the root, and those in its folders.
 *
 * @param pattern Matches the names that are wanted.
 * @returns The names, relative to the root.
 */
export function listProject(pattern: RegExp): string[] {
  const names = [
    ...[...Deno.readDirSync(ROOT)].filter(({ isFile }) => isFile)
      .map(({ name }) => name).sort(),
    ...listFolders().flatMap((folder) => listFiles(folder, "")),
  ];
  return names.filter((name) => pattern.test(name));
}

/**
 * The import map of the solutions with absolute addresses, and some changes.
 *
 * @param changes The replacement of each module, by the module's name; all names
 * are relative to the root. The replacement itself still imports the original.
 * @returns An import map for {@linkcode testWith}.
 */
export function solutionsWith(changes: Record<string, string>): ImportMap {
  const url = new URL("solutions/import_map.json", ROOT);
  const map: ImportMap = { imports: {}, scopes: {} };
  const { imports } = JSON.parse(Deno.readTextFileSync(url));
  for (const [key, value] of Object.entries<string>(imports)) {
    const isPath = key.startsWith(".");
    map.imports[isPath ? new URL(key, url).href : key] = isPath
      ? new URL(value, url).href
      : value;
  }
  for (const [name, replacement] of Object.entries(changes)) {
    const replaced = new URL(name, ROOT).href;
    const replacing = new URL(replacement, ROOT).href;
    map.imports[replaced] = replacing;
    map.scopes[replacing] = { [replaced]: replaced };
  }
  return map;
}

/** An import map. */
export interface ImportMap {
  /** The address of each specifier. */
  readonly imports: Record<string, string>;
  /** The same, for the imports of one module, by its address. */
  readonly scopes: Record<string, Record<string, string>>;
}

/**
 * Runs tests under an import map.
 *
 * @param map The import map.
 * @param args The files and flags of `deno test`.
 * @returns The exit code and what was printed.
 */
export function testWith(
  map: ImportMap,
  args: readonly string[],
): Promise<CommandResult> {
  return withImportMap(
    map,
    (path) =>
      runDeno(["test", "-A", "--no-check", `--import-map=${path}`, ...args]),
  );
}

/**
 * Writes an import map to a temporary file.
 *
 * @param map The import map.
 * @param body What uses the file, by its path.
 * @returns What the body returns.
 */
export async function withImportMap<Result>(
  map: ImportMap,
  body: (path: string) => Promise<Result>,
): Promise<Result> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(path, JSON.stringify(map));
    return await body(path);
  } finally {
    await Deno.remove(path);
  }
}
