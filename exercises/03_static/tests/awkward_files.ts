/**
 * Files that cannot simply be sent: FIFOs, files that may not be read, and those
 * that only some machines have.
 *
 * @module
 */

import process from "node:process";

/** FIFOs, links and modes as POSIX has them: Windows skips these tests. */
export const POSIX = ["ln", "mkfifo"];

/** The likely cause if a request for a FIFO is not answered. */
export const WAITS_FOR_A_WRITER = {
  likely: {
    silence: "the FIFO is opened, and opening it waits for a writer: look at " +
      "it with Deno.stat() first, and open only what isFile",
  },
};

/**
 * Makes a FIFO.
 *
 * @param path Its path.
 * @returns Its end: a program that waits for a writer goes on.
 */
export async function makeFifo(path: string): Promise<AsyncDisposable> {
  const mkfifo = new Deno.Command("mkfifo", { args: [path] });
  const { success } = await mkfifo.output();
  if (!success) throw new Error(`Cannot make the FIFO "${path}"`);
  return {
    async [Symbol.asyncDispose]() {
      // Opening it in both directions waits for no other program.
      (await Deno.open(path, { read: true, write: true })).close();
    },
  };
}

/**
 * Takes away all rights to files, and takes from root its privileges, since for
 * root no file is locked. At the end all is as it was.
 *
 * @param paths The paths of the files.
 * @returns The end.
 */
export async function lock(...paths: string[]): Promise<AsyncDisposable> {
  for (const path of paths) await Deno.chmod(path, 0);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid!(65534);
  return {
    async [Symbol.asyncDispose]() {
      if (isRoot) process.seteuid!(0);
      for (const path of paths) await Deno.chmod(path, 0o755);
    },
  };
}

/**
 * Skips a test, and says so, on a machine without a certain file or directory.
 *
 * @param path Its path.
 * @param test The test.
 * @returns The test; it is ignored if there is no such file.
 */
export function ifThereIs(
  path: string,
  test: Deno.TestDefinition,
): Deno.TestDefinition {
  try {
    Deno.statSync(path);
    return test;
  } catch {
    // It does not exist, or this program may not look at it.
  }
  const name = `${test.name} (skipped: no ${path} on this machine)`;
  return { ...test, name, ignore: true };
}
