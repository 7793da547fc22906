/**
 * The requests of the page: send a message, send a recorded one
 * again, label a message that is being written, compare servers.
 *
 * @module
 */

import type { AskedServer } from "./ask_server.ts";
import { compare } from "./comparison.ts";
import { decodeEscapes, encodeEscapes } from "../kit/escapes.ts";
import { MessageParser } from "./grammar/message_parser.ts";
import { REQUEST } from "./grammar/roles.ts";
import type { Lane, Protocol } from "./lane.ts";
import type {
  Comparison,
  Draft,
  EditorMessage,
  MessageEnd,
  Piece,
  Recorded,
} from "./page_requests.ts";
import type { Action } from "./page_server.ts";
import type { Recorder } from "./recorder.ts";
import { type Message, send } from "./sender.ts";

/** The parts of the lab that the actions work on. */
export interface ActionContext {
  /** The connections. */
  readonly recorder: Recorder;
  /** The port of the relay. */
  readonly relayPort: number;
  /** How messages are read. */
  readonly protocol: Protocol;
  /** Starts the server again. */
  restart(): Promise<void>;
  /** Gives the servers to compare, the one that is looked at first. */
  servers(): Promise<readonly AskedServer[]>;
}

const ENDS: readonly MessageEnd[] = [
  "half-close",
  "reset",
  "stall",
  "slow",
];

/** How long a message may be, in bytes. */
const MAX_MESSAGE = 1 << 20;

/** On how many connections a message can be sent at once. */
const MAX_COPIES = 100;

/** How long a replay waits at most between two pieces, in milliseconds. */
const MAX_PAUSE_MS = 5000;

/**
 * Makes the actions.
 *
 * @param context What they work on.
 * @returns The actions, by name.
 */
export function makeActions(context: ActionContext): Record<string, Action> {
  const { recorder, relayPort, protocol } = context;
  async function sendNow(message: Message, origin: string): Promise<void> {
    const sending = await send(relayPort, message);
    recorder.expect(sending.port, origin);
  }
  return {
    clear: () => recorder.clear(),
    restart: () => context.restart(),
    label: (argument) => label(toMessage(argument).bytes, protocol),
    async send(argument) {
      const message = toMessage(argument);
      await Promise.all(
        Array.from(
          { length: copiesOf(argument) },
          () => sendNow(message, "editor"),
        ),
      );
    },
    replay(argument) {
      const { id, message } = findRecorded(recorder, argument);
      return sendNow(message, `replay of ${id}`);
    },
    edit(argument): Recorded {
      const { bytes, pieces = [], end } = findRecorded(recorder, argument)
        .message;
      const text = encodeEscapes(bytes).replaceAll("\\n", "\\n\n");
      return { text, pieces, end };
    },
    async compare(argument): Promise<Comparison> {
      return await compare(await context.servers(), toMessage(argument));
    },
  };
}

/** Checks what the page has sent: any program on this machine could. */
function toMessage(argument: unknown): Message {
  const { text, splitAt, everyByte, delayMs, end } = argument as EditorMessage;
  if (typeof text !== "string") throw new TypeError("No text");
  const bytes = decodeEscapes(text.replace(/[\r\n]/g, ""));
  if (bytes.length > MAX_MESSAGE) {
    throw new RangeError(`Cannot send more than ${MAX_MESSAGE} bytes`);
  }
  return {
    bytes,
    splitAt: Array.isArray(splitAt) ? splitAt.map(Number) : [],
    everyByte: everyByte === true,
    delayMs: Math.min(Math.max(Number(delayMs) || 0, 0), 60_000),
    end: ENDS.find((known) => known === end) ?? "open",
  };
}

function copiesOf(argument: unknown): number {
  const copies = Math.trunc(Number((argument as EditorMessage).copies)) || 1;
  return Math.min(Math.max(copies, 1), MAX_COPIES);
}

function label(bytes: Uint8Array, protocol: Protocol): Draft {
  const size = bytes.length;
  if (protocol === "text") return { size };
  const parser = new MessageParser(REQUEST);
  parser.feed(bytes);
  parser.end(false);
  const first = parser.firstProblem;
  if (first === undefined) return { size };
  return { size, problem: { ...first.problem, offset: first.offset } };
}

function findRecorded(
  recorder: Recorder,
  argument: unknown,
): { id: number; message: Message } {
  const { lane: id } = argument as { lane?: unknown };
  const lane = recorder.lanes.find((lane) => lane.id === id);
  if (lane === undefined) throw new Error("This connection is not kept");
  const [requests] = lane.streams;
  const bytes = requests.slice(0, requests.total);
  if (bytes === undefined) {
    throw new Error("This request is too long: not all of it is kept");
  }
  return { id: lane.id, message: { bytes, ...timingOf(lane) } };
}

/** The pieces of a recorded request, and what happened after them. */
function timingOf(lane: Lane): Pick<Message, "pieces" | "end"> {
  const pieces: Piece[] = [];
  let end: MessageEnd = "open";
  let before: number | undefined;
  for (const event of lane.events) {
    if (event.type === "end" && event.stream === 0) {
      // A full close looks like a half-close, and is replayed as one.
      end = event.how === "reset" ? "reset" : "half-close";
    }
    if (event.type !== "bytes" || event.stream !== 0) continue;
    const pauseMs = before === undefined
      ? 0
      : Math.min(Math.round(event.at - before), MAX_PAUSE_MS);
    pieces.push({ size: event.size, pauseMs });
    before = event.at;
  }
  return { pieces, end };
}
