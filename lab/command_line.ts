/**
 * The command line of `deno task lab`: which server, on which ports, and perhaps
 * a message to send at once.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { toFileUrl } from "@std/path";
import { type Stage, STAGES } from "../course/stages.ts";
import { decodeEscapes } from "../kit/escapes.ts";
import type { Message } from "./sender.ts";

/** The command line is wrong; the message is for the person who typed it. */
export class UsageError extends Error {
  /** The name that error messages show. */
  override name = "UsageError";
}

/** The server that the lab looks at, and the way it does. */
export interface LabOptions {
  /** The program that serves. */
  readonly file: URL;
  /** The stage that it belongs to; `undefined` for a file of the user's own. */
  readonly stage: Stage | undefined;
  /** Whether it is the reference; by default it is the learner's own server. */
  readonly isReference: boolean;
  /** Whether its engine serves handlers of the lab. */
  readonly hasHandlers: boolean;
  /** The port of the relay; 8000 by default, 0 for any that is free. */
  readonly port: number;
  /** The port of the page; one more than the relay's by default. */
  readonly pagePort: number;
  /** An import map for the server. */
  readonly importMap: string | undefined;
  /** The message to send as soon as the server listens. */
  readonly message: Message | undefined;
  /** A limit for each wait of the engine, in milliseconds. */
  readonly timeLimitMs: number | undefined;
  /** Further arguments of the server. */
  readonly serverArgs: readonly string[];
}

/** What `--help` prints. */
export const HELP =
  `deno task lab [STAGE | FILE] [flags] [-- flags of the server]

Runs a server behind a relay and prints the address of a page that shows every
byte. STAGE is 01, 1, 01_tcp or 02.7; the default is 01. FILE is any program
that listens with Deno.listen or Deno.serve.

  --reference        the reference server of the stage, in place of your own
  --handlers         its engine, with handlers that make every kind of answer
    --time-limit MS    all time limits of the engine
  --port N           the port of the relay (8000; 0: any free port)
  --page-port N      the port of the page (8001)
  --stage STAGE      the stage that FILE belongs to (if its path does not say it)
  --import-map FILE  an import map for the server
  --send TEXT        a message to send at once: \\r \\n \\t \\0 \\\\ \\xNN
    --split N[,N]      cut at these offsets
    --every-byte       each byte on its own
    --delay MS         the pause between two pieces (10)
    --half-close       half-close after it
    --reset            reset the connection after it
    --stall            do not read the answer
  --help             this text

With --handlers, each option of serveHttp can be set:
  -- --options '{"idleTimeoutMs": 500, "maxConnections": 2}'`;

const FLAGS = {
  "reference": { type: "boolean" },
  "stage": { type: "string" },
  "handlers": { type: "boolean" },
  "time-limit": { type: "string" },
  "port": { type: "string" },
  "page-port": { type: "string" },
  "import-map": { type: "string" },
  "send": { type: "string" },
  "split": { type: "string" },
  "every-byte": { type: "boolean" },
  "delay": { type: "string" },
  "half-close": { type: "boolean" },
  "reset": { type: "boolean" },
  "stall": { type: "boolean" },
  "help": { type: "boolean" },
} as const;

/** The stages that export `serveHttp`. */
const ENGINES = ["02_http", "06_persistent"];

/** The repository, with a slash at its end. */
const ROOT = new URL("../", import.meta.url);

/**
 * Reads the command line.
 *
 * @param args The arguments of the program.
 * @returns What is asked for; "help" for the text that explains it.
 * @throws {UsageError} If it cannot be understood.
 */
export function parseCommandLine(args: readonly string[]): LabOptions | "help" {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const { values, positionals } = parseFlags(own);
  if (values.help) return "help";
  if (positionals.length > 1) {
    throw new UsageError(`Unexpected "${positionals[1]}"`);
  }
  const isReference = values.reference ?? false;
  const server = findServer(positionals[0] ?? "01", isReference, values.stage);
  const hasHandlers = values.handlers ?? false;
  if (hasHandlers && server.stage && !ENGINES.includes(server.stage.id)) {
    throw new UsageError(`--handlers is for ${ENGINES.join(" and ")}`);
  }
  const timeLimitMs = parseNumber("time-limit", values["time-limit"]);
  if (timeLimitMs !== undefined && !hasHandlers) {
    throw new UsageError("--time-limit is for --handlers");
  }
  const port = parseNumber("port", values.port, 65_535) ?? 8000;
  const anyPort = port === 0 || port === 65_535;
  return {
    ...server,
    isReference,
    hasHandlers,
    port,
    pagePort: parseNumber("page-port", values["page-port"], 65_535) ??
      (anyPort ? 0 : port + 1),
    importMap: values["import-map"],
    message: parseMessage(values),
    timeLimitMs,
    serverArgs: end < 0 ? [] : args.slice(end + 1),
  };
}

/** The values of the flags. */
type Values = ReturnType<typeof parseFlags>["values"];

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: FLAGS,
      allowPositionals: true,
    });
  } catch (error) {
    // Node's texts have a second sentence about "--", which does not help here.
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

function findServer(
  name: string,
  isReference: boolean,
  stageOfFile: string | undefined,
): Pick<LabOptions, "file" | "stage"> {
  const stage = findStage(name);
  if (stage === undefined) {
    if (isReference) throw new UsageError(`"${name}" has no reference`);
    const file = findFile(name);
    return {
      file,
      stage: stageOfFile ? needStage(stageOfFile) : stageOf(file),
    };
  }
  if (stageOfFile) throw new UsageError("--stage is for a FILE");
  const path = isReference
    ? `solutions/${stage.modules["server.ts"]}`
    : `exercises/${stage.id}/server.ts`;
  return { file: new URL(path, ROOT), stage };
}

/** A file of the course has the name of its stage, or is in a folder that has. */
function stageOf({ pathname }: URL): Stage | undefined {
  const names = pathname.replace(/\.ts$/, "").split("/").reverse();
  return names.map((name) => STAGES.find(({ id }) => id === name))
    .find((stage) => stage !== undefined);
}

function needStage(name: string): Stage {
  const stage = findStage(name);
  if (stage) return stage;
  const names = STAGES.map(({ id }) => id).join(", ");
  throw new UsageError(`No stage "${name}", expected one of ${names}`);
}

/** `01`, `1`, `01_tcp` and `02.7` name stages; a task does not matter here. */
function findStage(name: string): Stage | undefined {
  const [, number, rest = ""] = /^(\d+)(_\w+)?(?:\.\d+)?$/.exec(name) ?? [];
  if (number === undefined) return undefined;
  const prefix = number.padStart(2, "0") + rest;
  return STAGES.find(({ id }) =>
    rest === "" ? id.startsWith(`${prefix}_`) : id === prefix
  );
}

function findFile(name: string): URL {
  try {
    const path = Deno.realPathSync(name);
    if (Deno.statSync(path).isFile) return toFileUrl(path);
  } catch {
    // The message below says it.
  }
  if (/^\d+(?:\.\d+)?$/.test(name)) needStage(name);
  throw new UsageError(`No stage and no file "${name}"`);
}

function parseMessage(values: Values): Message | undefined {
  if (values.send === undefined) return undefined;
  const ends = (["half-close", "reset", "stall"] as const)
    .filter((name) => values[name]);
  if (ends.length > 1) {
    throw new UsageError(`--${ends.join(" and --")} exclude each other`);
  }
  return {
    bytes: parseEscapes(values.send),
    splitAt: values.split?.split(",").map((text) =>
      parseNumber("split", text)!
    ),
    everyByte: values["every-byte"] ?? false,
    delayMs: parseNumber("delay", values.delay) ?? 10,
    end: ends[0] ?? "open",
  };
}

function parseEscapes(text: string): Uint8Array {
  try {
    return decodeEscapes(text);
  } catch (error) {
    throw new UsageError(`--send: ${(error as Error).message}`);
  }
}

function parseNumber(
  name: string,
  text: string | undefined,
  limit = 3_600_000,
): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) <= limit) return Number(text);
  throw new UsageError(
    `Cannot use --${name} "${text}": expected a whole number up to ${limit}`,
  );
}
