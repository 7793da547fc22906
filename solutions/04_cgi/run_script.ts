/**
 * One request to one program: it is started, told of the request, and what it
 * writes becomes the answer.
 *
 * @module
 */

import { dirname } from "@std/path";
import {
  type Bytes,
  HttpError,
  type HttpRequest,
  type HttpResponse,
} from "../02_http/types.ts";
import { metaVariables } from "./meta_variables.ts";
import { measureBody } from "./request_body.ts";
import { findCommand, type ScriptCommand } from "./script_command.ts";
import { ScriptError } from "./script_error.ts";
import { readScriptHeader } from "./script_header.ts";
import type { ScriptPath } from "./script_path.ts";
import { ScriptProcess, type ScriptProcessOptions } from "./script_process.ts";
import { interpretFields, type LocalRedirect } from "./script_response.ts";

/** Limits for programs, and what they all are given. */
export interface RunOptions {
  /** How long a program may run altogether, in milliseconds; 30 000 by default. */
  timeoutMs?: number;
  /** How many may run at the same time; 64 by default. Else 503. */
  maxScripts?: number;
  /** How long the header section of an answer may be, in bytes; 32 768 by default. */
  maxHeaderBytes?: number;
  /**
   * How long a body may be that comes without its length, and so has to be kept
   * in memory, in bytes; 1 048 576 by default. Else 413.
   */
  maxBodyBytes?: number;
  /**
   * What every program finds in its environment, beside the meta-variables,
   * PATH, and, where it needs Deno, the way to Deno's cache; by default nothing:
   * the environment of the server is not inherited.
   */
  env?: Readonly<Record<string, string>>;
  /**
   * Takes one line per line of a program's stderr, and one per program that
   * fails; `console.log` by default.
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
 */
export function scriptRunner(options: RunOptions): ScriptRunner {
  const { timeoutMs = 30_000, maxScripts = 64, env, log = console.log } =
    options;
  const { maxHeaderBytes = 32_768, maxBodyBytes = 1_048_576 } = options;
  let running = 0;

  return async (script, request) => {
    const { signal } = request;
    const { body, contentLength } = await measureBody(request, maxBodyBytes);
    const command = findCommand(script.file);
    const variables = metaVariables(request, script, contentLength);
    signal.throwIfAborted();
    if (running >= maxScripts) return tooBusy();
    const process = start(command, {
      cwd: dirname(script.file),
      // The last word is the server's: nothing may pose as a meta-variable.
      env: { ...command.env, ...env, ...variables },
      body,
      timeoutMs,
      signal,
      log: (line) => log(`${script.scriptName}: ${line}`),
    });
    running++;
    process.ended.then(() => running--);
    try {
      return await readAnswer(process, maxHeaderBytes);
    } catch (error) {
      await process.stop(error);
      throw error;
    }
  };
}

function start(
  command: ScriptCommand,
  options: ScriptProcessOptions,
): ScriptProcess {
  try {
    return new ScriptProcess(command, options);
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new HttpError(403, "No right to run this file");
    }
    // No interpreter of that name, or not a program at all.
    throw new ScriptError((error as Error).message);
  }
}

/** Waits for the header section. What follows it is sent as it comes. */
async function readAnswer(
  process: ScriptProcess,
  maxHeaderBytes: number,
): Promise<HttpResponse | LocalRedirect> {
  const { fields, rest } = await readScriptHeader(process, maxHeaderBytes);
  const answer = interpretFields(fields);
  if ("target" in answer || NO_CONTENT.has(answer.status)) {
    // There is no body that somebody could wait for, and yet the program must
    // not be killed: it may be about to store what it was sent.
    while (await process.read() !== null);
    return answer;
  }
  return { ...answer, body: streamOutput(process, rest) };
}

/** Reads no more than the client takes: a program that is faster has to wait. */
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

function tooBusy(): HttpResponse {
  return {
    status: 503,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Retry-After": "1",
    },
    body: "Too many programs are running\n",
  };
}
