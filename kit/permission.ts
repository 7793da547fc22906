/**
 * The requirements of a suite: Deno's permissions, and for some tests a program.
 *
 * @module
 */

import { findProgram } from "./programs.ts";

const NEEDED = ["net", "read", "write", "run", "env"] as const;

/**
 * Whether Deno allows everything that the tests do.
 *
 * @returns Whether all permissions were granted.
 */
export function isPermitted(): boolean {
  return NEEDED.every((name) =>
    Deno.permissions.querySync({ name }).state === "granted"
  );
}

/**
 * Takes the place of a file's first test where permissions are missing. Only
 * one file of the stage says what to type, not every test.
 *
 * @param stage The stage.
 * @param suiteUrl The file.
 * @returns A test that fails with one sentence; `only` keeps the others from
 * running, and makes the run of a file fail that is ignored.
 */
export function refuse(stage: string, suiteUrl: string): Deno.TestDefinition {
  return {
    name: `${stage} needs your permission: deno test -A exercises/${stage}`,
    only: true,
    ignore: !/\/(?:server|01_\w+)_test\.ts$/.test(suiteUrl),
    fn() {
      const error = new Error(
        "These tests open real TCP connections, which Deno allows only with a " +
          `flag: run  deno test -A exercises/${stage}  (or -P, the ` +
          "permission set of deno.json)",
      );
      error.name = "NotCapable";
      error.stack = error.name;
      throw error;
    },
  };
}

/**
 * The programs that are not on the PATH.
 *
 * @param needs The programs that a test starts.
 * @returns Those of them that are missing.
 */
export function missingPrograms(needs: readonly string[]): string[] {
  // Without permissions the PATH cannot be read, and no test will run.
  if (needs.length === 0 || !isPermitted()) return [];
  return needs.filter((program) => findProgram(program) === undefined);
}
