/**
 * Runs the server that is looked at, with the module that watches it, and
 * starts it again when its file has changed.
 *
 * @module
 */

import type { AskedServer } from "./ask_server.ts";
import { CallLog } from "./call_log.ts";
import type { Protocol } from "./lane.ts";
import type { Observer, ReportListener } from "./observer.ts";
import type { Target } from "./relay.ts";
import type { ServerState } from "./updates.ts";

/** Options of {@linkcode ServerProcess}. */
export interface ServerProcessOptions {
  /** The program. */
  file: URL;
  /** Its arguments, besides `--port 0`. */
  args?: readonly string[];
  /** An import map for it. */
  importMap?: string;
  /** Takes what it reports of its connections. */
  onReport(report: Parameters<ReportListener>[0]): void;
  /** Takes each line that it prints. */
  onLine(line: string): void;
  /** Is told when its state changes, and how it has ended. */
  onState(state: ServerState, detail?: string): void;
}

/** How long a server may take to end before it is killed, in milliseconds. */
const END_MS = 1000;

/** A URL that a server prints when it listens, as `Deno.serve` does. */
const PRINTED_URL = /\b(?:http|tcp):\/\/(?:\[[\da-f:]+\]|[\w.-]+):(\d+)/i;

/** A server that can be started again. */
export class ServerProcess implements AsyncDisposable {
  readonly #options: ServerProcessOptions;
  readonly #observer: Observer;
  readonly #calls = new CallLog();
  #child: Deno.ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #target = Promise.withResolvers<Target>();
  #restarting: Promise<void> | undefined;

  /**
   * Describes a server; {@linkcode start} starts it.
   *
   * @param observer Listens to the process.
   * @param options The program.
   */
  constructor(observer: Observer, options: ServerProcessOptions) {
    this.#observer = observer;
    this.#options = options;
    this.#target.promise.catch(() => {});
  }

  /**
   * Waits until the server listens.
   *
   * @returns Where it listens.
   * @throws {Error} If it has ended instead.
   */
  target(): Promise<Target> {
    return this.#target.promise;
  }

  /**
   * Makes it a server to compare, as soon as it listens.
   *
   * @param name Its name.
   * @param protocol How its bytes are read.
   * @returns The server.
   * @throws {Error} If it has ended instead.
   */
  async asked(name: string, protocol: Protocol): Promise<AskedServer> {
    const { port } = await this.target();
    const callsOf = (port: number) => this.#calls.of(port);
    return { name, port, protocol, callsOf };
  }

  /** Starts the server. */
  start(): void {
    const { file, args = [], importMap, onReport, onState } = this.#options;
    const { variable, forget } = this.#observer.expect((report) => {
      if (report.type === "listening") this.#listensOn(report.port);
      this.#calls.take(report);
      onReport(report);
    });
    onState("starting");
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        "--quiet",
        `--preload=${new URL("preload.ts", import.meta.url).href}`,
        ...importMap ? [`--import-map=${importMap}`] : [],
        file.href,
        "--port=0",
        ...args,
      ],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { LAB_OBSERVER: variable, NO_COLOR: "1" },
    }).spawn();
    this.#child = child;
    this.#ended = this.#watch(child).finally(forget);
  }

  /** Stops the server, and starts it with what its file says now. */
  restart(): Promise<void> {
    // Several changes in a row: the restart that waits sees all of them.
    return this.#restarting ??= (async () => {
      await this.#stop();
      this.#restarting = undefined;
      this.start();
    })();
  }

  /** Stops the server for good. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#restarting;
    await this.#stop();
  }

  async #stop(): Promise<void> {
    this.#target.reject(new Error("The server was stopped"));
    this.#target = Promise.withResolvers();
    this.#target.promise.catch(() => {});
    kill(this.#child, "SIGTERM");
    const timer = setTimeout(() => {
      kill(this.#child, "SIGKILL");
      this.#options.onLine(`(killed: it had not ended after ${END_MS} ms)`);
    }, END_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  async #watch(child: Deno.ChildProcess): Promise<void> {
    const target = this.#target;
    const onLine = (line: string) => {
      const port = PRINTED_URL.exec(line)?.[1];
      if (port !== undefined) this.#listensOn(Number(port));
      this.#options.onLine(line);
    };
    const [{ code, signal }] = await Promise.all([
      child.status,
      printLines(child.stdout, onLine),
      printLines(child.stderr, onLine),
    ]);
    const how = signal === null ? `exit code ${code}` : signal;
    const advice = code === 0
      ? "does its file start a server, or only export one? With --handlers, " +
        "the lab starts the serveHttp of a file"
      : "Output shows what it has printed";
    target.reject(new Error(`The server has ended: ${how}; ${advice}`));
    this.#options.onState(target === this.#target ? "ended" : "stopped", how);
  }

  #listensOn(port: number): void {
    this.#target.resolve({ hostname: "127.0.0.1", port });
    this.#options.onState("listening");
  }
}

async function printLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!.slice(0, 8192);
    lines.forEach(onLine);
  }
  if (rest !== "") onLine(rest);
}

function kill(child: Deno.ChildProcess | undefined, signal: Deno.Signal): void {
  try {
    child?.kill(signal);
  } catch {
    // It has ended already.
  }
}
