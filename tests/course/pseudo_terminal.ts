/**
 * A program on a pseudo-terminal, as a person sees it: made by `script` of
 * util-linux, which even a slim Debian has.
 *
 * @module
 */

import { pause, within } from "../../kit/mod.ts";

/** Whether this machine can make a pseudo-terminal. */
export const HAS_TERMINAL: boolean = Deno.build.os === "linux" &&
  ["script", "stty"].every((name) =>
    Deno.env.get("PATH")!.split(":").some((folder) => isFile(folder, name))
  );

/** How long to wait for something to appear, in milliseconds. */
const DEADLINE_MS = 15_000;

/** A program on a pseudo-terminal. */
export class PseudoTerminal implements AsyncDisposable {
  /** The terminal's device: "/dev/pts/3". */
  readonly device: string;
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  #output = "";

  private constructor(child: Deno.ChildProcess, device: string) {
    this.#child = child;
    this.device = device;
    this.#writer = child.stdin.getWriter();
  }

  /**
   * Starts a program in a shell on a terminal of 100 by 40.
   *
   * @param command The command, for sh; the shell says "done" after its end.
   * @param cwd The working directory.
   * @returns The terminal.
   */
  static async start(command: string, cwd: string): Promise<PseudoTerminal> {
    const line =
      `trap : INT; tty; stty rows 40 cols 100; stty -a | md5sum; (${command}); ` +
      `echo "ended with $?"; stty -a | md5sum; echo done`;
    const child = new Deno.Command("script", {
      args: ["-qfc", line, "/dev/null"],
      cwd,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
      env: { SHELL: "/bin/sh", TERM: "xterm", NO_COLOR: "1" },
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    let first = "";
    while (!first.includes("\n")) first += (await reader.read()).value ?? "";
    const terminal = new PseudoTerminal(child, first.split(/\r?\n/)[0]);
    terminal.#output = first;
    terminal.#collect(reader);
    return terminal;
  }

  /** Everything that was printed. */
  get output(): string {
    return this.#output;
  }

  /** The text on the screen, which the program draws again from the top. */
  get screen(): string {
    const frame = this.#output.split("\x1b[H").at(-1)!;
    // deno-lint-ignore no-control-regex -- Escape begins the sequences
    return frame.replace(/\x1b\[[?\d;]*[A-Za-z]/g, "").replaceAll("\r", "");
  }

  /**
   * Presses keys.
   *
   * @param keys What they send.
   */
  async press(keys: string): Promise<void> {
    await this.#writer.write(new TextEncoder().encode(keys));
  }

  /**
   * Waits until the screen shows something.
   *
   * @param wanted The text, or what it looks like.
   * @returns The screen.
   */
  async shows(wanted: string | RegExp): Promise<string> {
    const giveUp = Date.now() + DEADLINE_MS;
    while (Date.now() < giveUp) {
      const { screen } = this;
      const isThere = typeof wanted === "string"
        ? screen.includes(wanted)
        : wanted.test(screen);
      if (isThere) return screen;
      await pause(5);
    }
    throw new Error(`The screen never showed ${wanted}:\n${this.screen}`);
  }

  /**
   * Changes the size of the terminal.
   *
   * @param rows How many rows it gets.
   * @param columns How many columns it gets.
   */
  async resize(rows: number, columns: number): Promise<void> {
    const size = ["rows", `${rows}`, "cols", `${columns}`];
    const args = ["-F", this.device, ...size];
    await new Deno.Command("stty", { args }).output();
  }

  /**
   * Waits for the end of the program.
   *
   * @returns Its exit code, and whether it left the terminal as it was.
   */
  async ended(): Promise<{ code: number; isRestored: boolean }> {
    await this.shows(/done\s*$/);
    const sums = [...this.#output.matchAll(/^([0-9a-f]{32}) {2}-\r?$/gm)];
    const code = /ended with (\d+)/.exec(this.#output)![1];
    const [before, after] = sums.map(([, sum]) => sum);
    // Back to the first screen, and the cursor is visible.
    const hasLeft = !this.#output.includes("\x1b[?1049h") ||
      this.#output.includes("\x1b[?25h\x1b[?1049l");
    const isRestored = before === after && hasLeft;
    return { code: Number(code), isRestored };
  }

  /** Ends everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => {});
    await within(this.#child.status, 1000, undefined);
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#child.status;
  }

  async #collect(reader: ReadableStreamDefaultReader<string>): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#output += value;
    }
  }
}

function isFile(folder: string, name: string): boolean {
  try {
    return Deno.statSync(`${folder}/${name}`).isFile;
  } catch {
    return false;
  }
}
