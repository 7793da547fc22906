/**
 * Finds the connection that a CGI program answers, and records what goes in and
 * comes out.
 *
 * @module
 */

import { MessageParser } from "./grammar/message_parser.ts";
import { PlainTextParser } from "./grammar/plain_text.ts";
import { SCRIPT } from "./grammar/roles.ts";
import type { Lane } from "./lane.ts";
import type { Report } from "./preload/report.ts";

/** A running program. */
interface Script {
  readonly lane: Lane;
  readonly name: string;
  readonly stdin: number;
  readonly stdout: number;
}

/** The programs that run. */
export class ScriptWatch {
  readonly #running = new Map<number, Script>();

  /**
   * Takes a report.
   *
   * @param report What the server does.
   * @param lanes The connections, oldest first.
   * @returns The connection that it concerns, if that is known.
   */
  report(report: Report, lanes: readonly Lane[]): Lane | undefined {
    if (report.type === "script") return this.#start(report, lanes);
    if (report.type !== "piped" && report.type !== "script ended") return;
    const script = this.#running.get(report.id);
    if (script === undefined) return undefined;
    const { lane, name } = script;
    if (report.type === "script ended") {
      this.#running.delete(report.id);
      lane.addEnd(script.stdout, "end of file", report.at);
      lane.addScriptEvent(name, report.how, report.at);
    } else {
      const bytes = report.bytes === undefined
        ? new Uint8Array(report.size)
        : Uint8Array.fromBase64(report.bytes);
      lane.addBytes(script[report.pipe], bytes, report.at);
    }
    return lane;
  }

  #start(
    report: Extract<Report, { type: "script" }>,
    lanes: readonly Lane[],
  ): Lane | undefined {
    const lane = lanes.findLast((lane) => asksFor(lane, report.env));
    if (lane === undefined) return undefined;
    const name = report.env.SCRIPT_NAME ?? report.command;
    const stdin = lane.addStream("program input", new PlainTextParser());
    const stdout = lane.addStream("program output", new MessageParser(SCRIPT));
    this.#running.set(report.id, { lane, name, stdin, stdout });
    lane.addScriptEvent(name, "started", report.at);
    return lane;
  }
}

/** Whether the newest request of a connection is the one in the variables. */
function asksFor(lane: Lane, env: Readonly<Record<string, string>>): boolean {
  const [requests] = lane.streams;
  const path = requests.parts.findLast(({ kind }) => kind === "path");
  if (lane.isClosed || path === undefined) return false;
  const bytes = requests.slice(path.start, path.end);
  const text = new TextDecoder().decode(bytes);
  return env.SCRIPT_NAME !== undefined &&
    decode(text).startsWith(env.SCRIPT_NAME);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
