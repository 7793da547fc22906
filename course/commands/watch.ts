/**
 * `deno task course watch`: the task, and its verdict after every change.
 *
 * @module
 */

import { type Command, parseTargetArguments, positionOf } from "../command.ts";
import { editorFor } from "../editor.ts";
import { interrupt } from "../interrupt.ts";
import type { Position } from "../layout.ts";
import type { Target } from "../position.ts";
import { EXIT } from "../run_main.ts";
import { terminalSize } from "../terminal.ts";
import { WATCH } from "../texts.ts";
import { watchChanges } from "../watch/changes.ts";
import { Controls } from "../watch/controls.ts";
import { JSON_LINES, PLAIN, Screen } from "../watch/displays.ts";
import { parseKeys } from "../watch/keys.ts";
import type { Display } from "../watch/model.ts";
import { Session } from "../watch/session.ts";

const FLAGS = { "edit-cmd": "text", poll: "switch", json: "switch" } as const;

/** How often to look whether the screen must be drawn again, in milliseconds. */
const REDRAW_MS = 200;

/** How a session begins. */
interface Start {
  /** The position on the command line. */
  readonly target: Target | undefined;
  readonly poll: boolean;
  /** Opens the file of a task in the learner's editor. */
  edit(position: Position): void;
}

/** The command. */
export const watch: Command = { flags: FLAGS, run };

async function run(args: readonly string[]): Promise<number> {
  const { flags, target } = parseTargetArguments(args, FLAGS);
  const isTerminal = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  const editor = flags["edit-cmd"];
  const edit = editor === undefined ? () => {} : editorFor(editor);
  const start: Start = { target, poll: flags.poll ?? false, edit };
  if (isTerminal && !flags.json) await watchKeys(start);
  else await watchOnly(start, flags.json ? JSON_LINES : PLAIN);
  return EXIT.ok;
}

/** Without a terminal: until Ctrl-C. */
async function watchOnly(start: Start, display: Display): Promise<void> {
  await using session = new Session(positionOf(start.target), display);
  using _changes = begin(session, start);
  await new Promise(() => {});
}

/** On a terminal: until `q`, Ctrl-C, or the end of the terminal. */
async function watchKeys(start: Start): Promise<void> {
  using screen = new Screen();
  await using session = new Session(positionOf(start.target), screen);
  const { promise: left, resolve: quit } = Promise.withResolvers<void>();
  using controls = new Controls(session, quit);
  using _changes = begin(session, start);
  using _redraws = redrawing(session);
  await Promise.race([left, readKeys(controls)]);
}

/** The first run; then one after every change. */
function begin(session: Session, { target, poll, edit }: Start): Disposable {
  session.onMove = edit;
  const { position } = session.model;
  if (target?.task !== undefined) session.move(position);
  else session.seek(target ? { ...position, task: 1 } : position);
  return watchChanges(() => session.changed(), {
    poll,
    onFallback: (error) => session.notify(WATCH.noEvents(`${error}`)),
  });
}

async function readKeys(controls: Controls): Promise<void> {
  const input = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
  for await (const text of input) {
    for (const key of parseKeys(text)) {
      if (key === "interrupt") interrupt();
      controls.press(key);
    }
  }
}

/** A new size, or the seconds of a run: no signal tells of both. */
function redrawing(session: Session): Disposable {
  let shown = "";
  const timer = setInterval(() => {
    const { runningSince } = session.model;
    const seconds = runningSince &&
      Math.floor((Date.now() - runningSince) / 1000);
    const now = JSON.stringify([terminalSize(), seconds]);
    if (now !== shown) session.show();
    shown = now;
  }, REDRAW_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
