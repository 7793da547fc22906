/**
 * The three displays of `watch`: a screen on a terminal, plain lines without one,
 * and JSON for editors.
 *
 * @module
 */

import {
  messageOf,
  problemLine,
  renderFailure,
  renderPrinted,
  renderTypeProblems,
} from "../failure_view.ts";
import { onInterrupt } from "../interrupt.ts";
import { formatPosition } from "../position.ts";
import { terminalSize } from "../terminal.ts";
import { firstFailure } from "../test_run.ts";
import { WATCH } from "../texts.ts";
import type { Display, Model, Update } from "./model.ts";
import { renderScreen } from "./screen.ts";

const ENTER = "\x1b[?1049h\x1b[?25l"; // another screen, without a cursor
const LEAVE = "\x1b[?25h\x1b[?1049l";

/** Shows a screen that is drawn again after every change. */
export class Screen implements Display, Disposable {
  readonly #interrupt = onInterrupt(() => this[Symbol.dispose]());

  /** Takes the terminal over; disposing of it gives the terminal back. */
  constructor() {
    Deno.stdin.setRaw(true);
    write(ENTER);
  }

  /**
   * Draws the screen.
   *
   * @param model The state to show.
   */
  show(model: Model): void {
    const rows = renderScreen(model, terminalSize());
    write(`\x1b[H${rows.map((row) => `${row}\x1b[K`).join("\r\n")}\x1b[J`);
  }

  /** Gives the terminal back as it was. */
  [Symbol.dispose](): void {
    this.#interrupt[Symbol.dispose]();
    write(LEAVE);
    Deno.stdin.setRaw(false);
  }
}

/** Prints lines: for a log, an editor, or a terminal that is not one. */
export const PLAIN: Display = {
  show(model, update) {
    const lines = plainLines(model, update);
    if (lines.length > 0) console.log(lines.join("\n"));
  },
};

/** Prints one JSON object per line. */
export const JSON_LINES: Display = {
  show(model, update) {
    if (update === "other" || update === "notice") return;
    const { stage, task } = model.position;
    const failure = model.report && firstFailure(model.report);
    console.log(JSON.stringify({
      event: update,
      stage: stage.id,
      task,
      missing: model.missing,
      passed: model.missing.length === 0 && failure === undefined,
      failure: failure && {
        test: failure.test,
        file: failure.file,
        message: messageOf(failure),
      },
      seconds: model.report?.seconds,
      printed: model.report?.printed,
      tests: model.report?.files.flatMap(({ tests }) =>
        tests.map(({ name, status, seconds }) => ({ name, status, seconds }))
      ),
      broken: model.broken,
      typeProblems: model.typeProblems,
    }));
  },
};

function plainLines(model: Model, update: Update): string[] {
  const { broken, missing, notice, position, report, typeProblems = [] } =
    model;
  const where = formatPosition(position);
  switch (update) {
    case "missing":
      return missing.map((path) => `${where}  ${WATCH.missing(path)}`);
    case "types":
      return renderTypeProblems(typeProblems);
    case "verdict": {
      const failure = firstFailure(report!);
      const seconds = report!.seconds.toFixed(1);
      const printed = renderPrinted(report!.printed);
      if (!failure) {
        return [`${where}  ${WATCH.statusPassed(seconds)}`, ...printed];
      }
      const status = `${where}  ${WATCH.statusFailed(seconds)}`;
      const message = renderFailure(failure);
      return [status, ...message, ...printed, problemLine(failure)];
    }
    case "broken":
      return [`${where}  ${WATCH.broken(broken)}`];
    case "notice":
      return notice === undefined ? [] : [notice];
    case "other":
      return [];
  }
}

function write(text: string): void {
  const bytes = new TextEncoder().encode(text);
  let written = 0;
  while (written < bytes.length) {
    written += Deno.stdout.writeSync(bytes.subarray(written));
  }
}
