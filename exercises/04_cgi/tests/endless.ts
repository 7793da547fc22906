/**
 * An endless program with a child. The tests see whether the two still run.
 *
 * @module
 */

import { Gate, Lifeline, TempDir } from "../../../kit/mod.ts";

/** A directory with the program `endless`. */
export interface Endless extends AsyncDisposable {
  /** The option `scripts`: the directory below `/cgi-bin`. */
  readonly scripts: Record<string, string>;
  /** Waits until the program and its child run. */
  started(): Promise<void>;
  /**
   * Expects that the program and its child have been killed.
   *
   * @param when Why they should be: "when the server stops".
   * @param likely The likely cause if the program itself still runs.
   */
  expectKilled(when: string, likely?: string): Promise<void>;
}

/**
 * Writes the program. It ignores SIGTERM, starts a child, prints something, and
 * waits.
 *
 * @param print What it prints, in sh; nothing by default.
 * @returns The directory; dispose of it after the server, `await using`.
 */
export async function endless(print = ""): Promise<Endless> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await TempDir.create());
  const gate = stack.use(await Gate.create(directory));
  const program = stack.use(await Lifeline.create(directory));
  const child = stack.use(
    await Lifeline.create(directory, "a child of the program"),
  );
  await directory.writeScript(
    "endless",
    `trap '' TERM\n(${child.hold}\n${gate.wait}) > /dev/null 2>&1 &\n` +
      `${program.hold}\n${print}\n${gate.wait}`,
  );
  const rest = stack.move();
  return {
    scripts: { "/cgi-bin": directory.path },
    async started() {
      await program.held();
      await child.held();
    },
    async expectKilled(when, likely) {
      const lesson = { likely };
      await program.expectReleased(`${when}, the program is killed`, lesson);
      await child.expectReleased(`${when}, its child is killed too`, {
        likely: "only the program is killed, and not its process group",
      });
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}
