/**
 * Watches the CGI programs that a server runs: what goes into their stdin, and
 * what comes out of their stdout, when it comes.
 *
 * @module
 */

import { now, type Reporter } from "./reporter.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The meta-variables that tell which request a program answers. */
const TELLING = [
  "SCRIPT_NAME",
  "PATH_INFO",
  "QUERY_STRING",
  "REQUEST_METHOD",
  "REMOTE_PORT",
];

/** How much of a program's input and output is reported, in bytes. */
const MAX_BYTES = 1 << 18;

let lastId = 0;

/**
 * Makes `Deno.Command` tell of every CGI program; others are left alone.
 *
 * @param reporter Takes the reports.
 */
export function observeScripts(reporter: Reporter): void {
  const { Command } = Deno;
  class ObservedCommand extends Command {
    readonly #command: string;
    readonly #env: Record<string, string>;

    constructor(command: string | URL, options: Deno.CommandOptions = {}) {
      super(command, options);
      this.#command = `${command}`;
      this.#env = options.env ?? {};
    }

    override spawn(): Deno.ChildProcess {
      const child = super.spawn();
      if (!("GATEWAY_INTERFACE" in this.#env)) return child;
      return observe(child, this.#command, this.#env, reporter);
    }
  }
  Deno.Command = ObservedCommand;
}

function observe(
  child: Deno.ChildProcess,
  command: string,
  variables: Readonly<Record<string, string>>,
  reporter: Reporter,
): Deno.ChildProcess {
  const id = ++lastId;
  const env = Object.fromEntries(
    TELLING.flatMap((name) =>
      name in variables ? [[name, variables[name]]] : []
    ),
  );
  reporter.report({ type: "script", id, at: now(), command, env });
  let left = MAX_BYTES;
  function piped(pipe: "stdin" | "stdout", chunk: Bytes): void {
    left -= chunk.length;
    const bytes = left < 0 ? undefined : chunk.toBase64();
    const size = chunk.length;
    reporter.report({ type: "piped", id, at: now(), pipe, size, bytes });
  }
  child.status.then(({ code, signal }) => {
    const how = signal === null ? `exit code ${code}` : signal;
    reporter.report({ type: "script ended", id, at: now(), how });
  });
  watchPipe(child, "stdout", (stdout) => tellReadable(stdout, piped));
  watchPipe(child, "stdin", (stdin) => tellWritable(stdin, piped));
  return child;
}

/** Replaces a pipe, when it is asked for: not all commands have all pipes. */
function watchPipe<Name extends "stdin" | "stdout">(
  child: Deno.ChildProcess,
  name: Name,
  watch: (pipe: Deno.ChildProcess[Name]) => unknown,
): void {
  const prototype = Object.getPrototypeOf(child);
  const { get } = Object.getOwnPropertyDescriptor(prototype, name)!;
  let watched: unknown;
  Object.defineProperty(child, name, {
    get: () => watched ??= watch(get!.call(child)),
  });
}

type Tell = (pipe: "stdin" | "stdout", chunk: Bytes) => void;

function tellReadable(stdout: ReadableStream<Bytes>, tell: Tell) {
  const reader = stdout.getReader();
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const { value } = await reader.read();
      if (value === undefined) return controller.close();
      tell("stdout", value);
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

function tellWritable(stdin: WritableStream<Bytes>, tell: Tell) {
  const writer = stdin.getWriter();
  return new WritableStream<Bytes>({
    async write(chunk) {
      tell("stdin", chunk);
      await writer.write(chunk);
    },
    close: () => writer.close(),
    abort: (reason) => writer.abort(reason),
  });
}
