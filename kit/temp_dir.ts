/**
 * A temporary directory with the files of a test; it is removed at the end.
 *
 * @module
 */

import { currentRun } from "./task_run.ts";

/** The contents of files, by name; a name may lead into a directory. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A temporary directory. */
export class TempDir implements AsyncDisposable {
  /** Its path, absolute. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Creates a directory. Every user may enter it, even a program that gives up its
   * rights.
   *
   * @param files The files in it.
   * @returns The directory; declare it with `await using` before its server, so
   * that it is removed after the server has stopped.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { TempDir } from "./temp_dir.ts";
   *
   * await using directory = await TempDir.create({ "notes/tcp.txt": "Bytes" });
   * const path = directory.resolve("notes/tcp.txt");
   * assertEquals(await Deno.readTextFile(path), "Bytes");
   * ```
   */
  static async create(files: Files = {}): Promise<TempDir> {
    const directory = new TempDir(await Deno.makeTempDir());
    if (Deno.build.os !== "windows") await Deno.chmod(directory.path, 0o755);
    for (const [name, content] of Object.entries(files)) {
      await directory.write(name, content);
    }
    return directory;
  }

  /**
   * Creates a directory with programs.
   *
   * @param scripts The programs, as {@linkcode writeScript} takes them.
   * @returns The directory.
   */
  static async createScripts(
    scripts: Readonly<Record<string, string>>,
  ): Promise<TempDir> {
    const directory = await TempDir.create();
    for (const [name, text] of Object.entries(scripts)) {
      await directory.writeScript(name, text);
    }
    return directory;
  }

  /**
   * The path of a file.
   *
   * @param name Its name in this directory.
   * @returns The path, absolute.
   */
  resolve(name: string): string {
    return `${this.path}/${name}`;
  }

  /**
   * Writes a file, and creates its parent directories.
   *
   * @param name Its name in this directory.
   * @param content Its content; text is written as UTF-8.
   * @returns Its path.
   */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = this.resolve(name);
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    return path;
  }

  /**
   * Writes a program that every user may run.
   *
   * @param name Its name in this directory.
   * @param text Its text; without a first line that begins with "#!", sh runs it.
   * @returns Its path.
   */
  async writeScript(name: string, text: string): Promise<string> {
    currentRun()?.addProgram(name, text);
    const script = text.startsWith("#!") ? text : `#!/bin/sh\n${text}\n`;
    const path = await this.write(name, script);
    if (Deno.build.os !== "windows") await Deno.chmod(path, 0o755);
    return path;
  }

  /** Removes it with everything in it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
