/**
 * One request to one program: it is started with a description of the request,
 * and its output becomes the answer.
 *
 * @module
 */

import { dirname } from "@std/path";
import { tolerantLog } from "../01_tcp/log.ts";
import {
  type Bytes,
  HttpError,
  type HttpRequest,
  type HttpResponse,
} from "../02_http/types.ts";
import { checkEnvironment, metaVariables } from "./meta_variables.ts";
import { measureBody } from "./request_body.ts";
import { findCommand } from "./script_command.ts";
import { ScriptError } from "./script_error.ts";
import { readScriptHeader } from "./script_header.ts";
import type { ScriptPath } from "./script_path.ts";
import { ScriptProcess, type ScriptProcessOptions } from "./script_process.ts";
import { interpretFields, type LocalRedirect } from "./script_response.ts";

/** Limits for programs, and what all of them get. */
export interface RunOptions {
  /** How long a program may run altogether, in milliseconds; 30 000 by default. */
  timeoutMs?: number;
  /** How many may run at the same time; 64 by default. One more is 503. */
  maxScripts?: number;
  /**
   * Longest header section of a program in bytes, with its line ends and without
   * the empty line; 32 768 by default. A longer one is 502.
   */
  maxHeaderBytes?: number;
  /**
   * Longest body without a known length, which has to be kept in memory, in
   * bytes; 1 048 576 by default. A longer one is 413.
   */
  maxBodyBytes?: number;
  /**
   * Variables for the environment of every program; none by default. Besides them
   * a program gets the meta-variables, which these must not set, and PATH, and if
   * it needs Deno also the directory of Deno's cache. It does not inherit the
   * environment of the server.
   */
  env?: Readonly<Record<string, string>>;
  /**
   * Takes the lines that a program writes to stderr, and at least one line about
   * each program that fails; `console.log` by default.
   */
  log?(line: string): void;
}

/** Runs a program for a request. */
export type ScriptRunner = (
  script: ScriptPath,
  request: HttpRequest,
) => Promise<HttpResponse | LocalRedirect>;

/** Answers that never have a body. RFC 9110 section 6.4.1. */
const NO_CONTENT: ReadonlySet<number> = new Set([204, 304]);

/**
 * Makes a function that runs programs, and counts them.
 *
 * @param options The limits.
 * @returns The function. It throws {@linkcode HttpError} and
 * {@linkcode ScriptError}.
 * @throws {TypeError} If `env` sets a meta-variable.
 */
export function scriptRunner(options: RunOptions): ScriptRunner {
  const { timeoutMs = 30_000, maxScripts = 64, env = {} } = options;
  const { maxHeaderBytes = 32_768, maxBodyBytes = 1_048_576 } = options;
  const log = tolerantLog(options.log);
  checkEnvironment(env);
  let running = 0;

  return async (script, request) => {
    const { signal } = request;
    const { body, contentLength } = await measureBody(request, maxBodyBytes);
    const variables = metaVariables(request, script, contentLength);
    signal.throwIfAborted();
    if (running >= maxScripts) {
      throw new HttpError(503, "Too many programs are running");
    }
    const process = start(script, {
      cwd: dirname(script.file),
      env: { ...env, ...variables },
      body,
      timeoutMs,
      signal,
      log: (line) => log(`${script.scriptName}: ${line}`),
    });
    running++;
    process.ended.then(() => running--);
    try {
      return await readAnswer(process, request, maxHeaderBytes);
    } catch (error) {
      await process.stop(error);
      throw error;
    }
  };
}

function start(
  { file }: ScriptPath,
  options: ScriptProcessOptions,
): ScriptProcess {
  try {
    const command = findCommand(file);
    const env = { ...command.env, ...options.env };
    return new ScriptProcess(command, { ...options, env });
  } catch (error) {
    // The program was found, and may be executed. If something is missing or
    // forbidden, it is the interpreter.
    throw new ScriptError((error as Error).message);
  }
}

/** Waits for the header section. The rest of the output is sent as it comes. */
async function readAnswer(
  process: ScriptProcess,
  { method }: HttpRequest,
  maxHeaderBytes: number,
): Promise<HttpResponse | LocalRedirect> {
  const { fields, rest } = await readScriptHeader(process, maxHeaderBytes);
  const answer = interpretFields(fields);
  const isRedirect = "target" in answer;
  if (isRedirect || method === "HEAD" || NO_CONTENT.has(answer.status)) {
    // The client gets no body. But the program must not be killed: it may be
    // about to store what the client sent.
    while (await process.read() !== null);
    return answer;
  }
  return { ...answer, body: streamOutput(process, rest) };
}

/** Reads only as fast as the client does, so that a faster program has to wait. */
function streamOutput(
  process: ScriptProcess,
  rest: Bytes,
): ReadableStream<Bytes> {
  let first: Bytes | undefined = rest;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const chunk = first?.length ? first : await process.read();
      first = undefined;
      if (chunk === null) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: (reason) => process.stop(reason),
  }, { highWaterMark: 0 });
}
