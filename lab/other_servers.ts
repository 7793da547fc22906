/**
 * The servers to compare with: the reference of the stage, and the same site on
 * `Deno.serve`. They are started when they are asked for.
 *
 * @module
 */

import type { AskedServer } from "./ask_server.ts";
import type { LabOptions } from "./command_line.ts";
import type { Protocol } from "./lane.ts";
import type { Observer } from "./observer.ts";
import { ServerProcess } from "./server_process.ts";

/**
 * Tells how the bytes of a server are read.
 *
 * @param options The stage.
 * @returns "text" for stage 01, which knows no messages.
 */
export function protocolOf({ stage }: LabOptions): Protocol {
  return stage?.id === "01_tcp" ? "text" : "http";
}

/** A program and its arguments. */
export interface Program {
  /** The program. */
  readonly file: URL;
  /** Its arguments. */
  readonly args: readonly string[];
}

const HANDLER_SITE = new URL("handler_site.ts", import.meta.url);

/**
 * Finds what to run for a server.
 *
 * @param options Whether handlers of the lab are served.
 * @param file The module of the server.
 * @returns The module itself, or the lab's site on the engine that it exports.
 */
export function programOf(options: LabOptions, file: URL): Program {
  if (!options.hasHandlers) return { file, args: options.serverArgs };
  const { timeLimitMs, serverArgs } = options;
  const args = [
    `--engine=${file.href}`,
    ...timeLimitMs === undefined ? [] : [`--time-limit=${timeLimitMs}`],
    ...serverArgs,
  ];
  return { file: HANDLER_SITE, args };
}

/** Servers by name, each started once. */
export class OtherServers implements AsyncDisposable {
  /** Their names. */
  readonly names: readonly string[];
  readonly #servers = new Map<string, ServerProcess>();
  readonly #protocol: Protocol;
  #directory: string | undefined;
  #isStarted = false;

  /**
   * Finds the servers of a stage.
   *
   * @param options What is looked at.
   * @param observer The processes report to it; nothing is recorded.
   */
  constructor(options: LabOptions, observer: Observer) {
    const { stage, isReference, importMap, hasHandlers } = options;
    this.#protocol = protocolOf(options);
    const programs = new Map<string, Program>();
    if (stage && (!isReference || importMap !== undefined)) {
      const path = `../solutions/${stage.modules["server.ts"]}`;
      const program = programOf(options, new URL(path, import.meta.url));
      programs.set("reference", program);
    }
    if (hasHandlers) {
      programs.set("Deno.serve", { file: HANDLER_SITE, args: [] });
    } else if (stage && stage.id !== "01_tcp" && stage.id !== "08_std") {
      const file = new URL("deno_serve.ts", import.meta.url);
      const args = [`--stage=${stage.id}`];
      programs.set("Deno.serve", { file, args });
    }
    this.names = [...programs.keys()];
    for (const [name, { file, args }] of programs) {
      this.#servers.set(
        name,
        new ServerProcess(observer, {
          file,
          args: [...args, ...this.#databaseArgs(stage?.id)],
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
   * @returns The servers, when all of them listen.
   */
  async start(): Promise<AskedServer[]> {
    if (!this.#isStarted) {
      for (const server of this.#servers.values()) server.start();
    }
    this.#isStarted = true;
    return await Promise.all(
      [...this.#servers].map(([name, server]) =>
        server.asked(name, this.#protocol)
      ),
    );
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

  /** A comparison must not write into the learner's guestbook. */
  #databaseArgs(stage: string | undefined): string[] {
    if (stage !== "07_database") return [];
    this.#directory ??= Deno.makeTempDirSync();
    const name = `${crypto.randomUUID()}.sqlite`;
    return ["--database", `${this.#directory}/${name}`];
  }
}
