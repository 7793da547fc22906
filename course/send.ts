/**
 * `deno task send`: sends raw bytes to a server on this machine, and shows what
 * was sent and received, as a failing test does.
 *
 * @module
 */

import { decodeEscapes, EscapeError } from "../kit/escapes.ts";
import { eachByte, Failure, splitAt } from "../kit/mod.ts";
import { parseArguments, UsageError } from "./arguments.ts";
import { exchange, type ExchangeOptions } from "./exchange.ts";
import { SEND_HELP } from "./help.ts";
import { EXIT, runMain } from "./run_main.ts";
import { SEND } from "./texts.ts";

const FLAGS = {
  port: "number",
  split: "number",
  "every-byte": "switch",
  delay: "number",
  "half-close": "switch",
  "to-end": "switch",
  help: "switch",
} as const;

/** How long to wait between pieces by default, in milliseconds. */
const DELAY_MS = 10;

/**
 * Runs the command.
 *
 * @param args Its arguments.
 * @returns The exit code.
 * @throws {UsageError} If the arguments are wrong; nothing has been sent then.
 */
export async function send(args: readonly string[]): Promise<number> {
  const { flags, rest } = parseArguments(args, FLAGS);
  if (flags.help) {
    console.log(SEND_HELP);
    return EXIT.ok;
  }
  if (rest.length !== 1) throw new UsageError(SEND.oneText(rest.length));
  const message = rest[0] === "-" ? await readStdin() : readText(rest[0]);
  const options = {
    port: flags.port ?? 8000,
    pieces: cut(message, flags),
    delayMs: flags.delay ?? DELAY_MS,
    halfClose: flags["half-close"] ?? false,
    toEnd: flags["to-end"] ?? false,
  };
  if (options.pieces.length === 1 && flags.delay && !options.halfClose) {
    throw new UsageError(SEND.delayAlone);
  }
  return await show(options);
}

/** Cuts the message as the flags ask. */
function cut(
  message: Uint8Array,
  flags: { split?: number; "every-byte"?: true },
): readonly Uint8Array[] {
  const { split } = flags;
  if (flags["every-byte"]) {
    if (split !== undefined) throw new UsageError(SEND.twoCuts);
    return eachByte(message);
  }
  if (split === undefined) return message.length > 0 ? [message] : [];
  if (split > 0 && split < message.length) return splitAt(message, split);
  throw new UsageError(SEND.badSplit(split, message.length));
}

/** Makes the exchange, and prints it. */
async function show(options: ExchangeOptions): Promise<number> {
  try {
    const { lines, reason } = await exchange(options);
    console.log(lines.join("\n"));
    if (reason === undefined) return EXIT.ok;
    console.error(SEND.incomplete(reason));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(SEND.noServer(options.port));
  }
  return EXIT.failed;
}

/** The bytes of the text on the command line. */
function readText(text: string): Uint8Array {
  try {
    return decodeEscapes(text);
  } catch (error) {
    if (!(error instanceof EscapeError)) throw error;
    throw new UsageError(SEND.badEscape(error.escape));
  }
}

async function readStdin(): Promise<Uint8Array> {
  return new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer());
}

if (import.meta.main) await runMain(() => send(Deno.args));
