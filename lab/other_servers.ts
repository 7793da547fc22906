/**
 * The servers to compare with: the reference of the stage, and the same site on
 * `Deno.serve`. They are started when they are asked for.
 *
 * @module
 */

import type { LabOptions } from "./command_line.ts";
import type { Observer } from "./observer.ts";
import { ServerProcess } from "./server_process.ts";

/** Servers by name, each started once. */
export class OtherServers implements AsyncDisposable {
  /** Their names. */
  readonly names: readonly string[];
  readonly #servers = new Map<string, ServerProcess>();
  #directory: string | undefined;
  #isStarted = false;

  /**
   * Finds the servers of a stage.
   *
   * @param options What is looked at.
   * @param observer The processes report to it; nothing is recorded.
   */
  constructor(options: LabOptions, observer: Observer) {
    const { stage, isReference, serverArgs } = options;
    const files = new Map<string, readonly [URL, readonly string[]]>();
    if (stage && !isReference) {
      const path = `../solutions/${stage.modules["server.ts"]}`;
      const args = [...serverArgs, ...this.#databaseArgs(stage.id)];
      files.set("reference", [new URL(path, import.meta.url), args]);
    }
    if (stage && stage.id !== "01_tcp" && stage.id !== "08_std") {
      const file = new URL("deno_serve.ts", import.meta.url);
      const args = [`--stage=${stage.id}`, ...this.#databaseArgs(stage.id)];
      files.set("Deno.serve", [file, args]);
    }
    this.names = [...files.keys()];
    for (const [name, [file, args]] of files) {
      this.#servers.set(
        name,
        new ServerProcess(observer, {
          file,
          args,
          onReport() {},
          onLine() {},
          onState() {},
        }),
      );
    }
  }

  /**
   * Starts the servers, if they do not run.
   *
   * @returns Their ports, by name.
   */
  async ports(): Promise<Map<string, number>> {
    if (!this.#isStarted) {
      for (const server of this.#servers.values()) server.start();
    }
    this.#isStarted = true;
    const ports = new Map<string, number>();
    for (const [name, server] of this.#servers) {
      ports.set(name, (await server.target()).port);
    }
    return ports;
  }

  /** Stops the servers. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.values()) {
      await server[Symbol.asyncDispose]();
    }
    if (this.#directory) {
      await Deno.remove(this.#directory, { recursive: true });
    }
  }

  /** What is compared must not write into the learner's guestbook. */
  #databaseArgs(stage: string): string[] {
    if (stage !== "07_database") return [];
    this.#directory ??= Deno.makeTempDirSync();
    const name = `${crypto.randomUUID()}.sqlite`;
    return ["--database", `${this.#directory}/${name}`];
  }
}
