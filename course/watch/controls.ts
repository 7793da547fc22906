/**
 * The keys of `watch`, and their actions.
 *
 * @module
 */

import { resetStage } from "../commands/reset.ts";
import { renderSolution } from "../commands/solution.ts";
import { neighbour, type Position } from "../layout.ts";
import { STAGES } from "../stages.ts";
import { notedResults } from "../state.ts";
import { hasPassed } from "../test_run.ts";
import { MOVE, RESET, SOLUTION, WATCH } from "../texts.ts";
import type { Key } from "./keys.ts";
import {
  hintPage,
  type ListPage,
  listPage,
  programPage,
  taskPage,
} from "./pages.ts";
import { BackgroundProgram, labCommand, serverCommand } from "./server.ts";
import type { Session } from "./session.ts";

/** The keys, and what they do with a session. */
export class Controls implements Disposable {
  readonly #session: Session;
  readonly #quit: () => void;
  #program: BackgroundProgram | undefined;
  /** Starts the program again. */
  #restart: (() => void) | undefined;

  /**
   * Connects the keys to a session.
   *
   * @param session The session.
   * @param quit Leaves the course.
   */
  constructor(session: Session, quit: () => void) {
    this.#session = session;
    this.#quit = quit;
    session.onEdit = () => {
      this.#restart?.();
    };
  }

  /**
   * Performs the action of a key.
   *
   * @param key The key.
   */
  press(key: Key): void {
    const session = this.#session;
    const { model } = session;
    model.notice = undefined;
    if (model.question) return this.#answer(key);
    if (model.page?.key === "l" && this.#choose(key)) return;
    const isOpen = model.page?.key === key && key !== "h";
    if (key === "escape" || isOpen) return this.#close();
    const action = this.#actions[key];
    if (action) action();
    else session.show();
  }

  /** Ends the program in the background. */
  [Symbol.dispose](): void {
    this.#stopProgram();
  }

  readonly #actions: Readonly<Record<Key, () => void>> = {
    enter: () => this.#session.run(),
    n: () => this.#step(1),
    p: () => this.#step(-1),
    l: () => void this.#list(this.#session.model.position),
    h: () => this.#hint(),
    t: () => this.#session.open(taskPage(this.#session.model.position)),
    s: () => this.#solution(),
    r: () => this.#startServer(),
    w: () => this.#startLab(),
    x: () => this.#reset(),
    q: () => this.#quit(),
    up: () => this.#scroll(-1),
    down: () => this.#scroll(1),
    pageUp: () => this.#scroll(-10),
    pageDown: () => this.#scroll(10),
  };

  #close(): void {
    this.#stopProgram();
    this.#session.open(undefined);
  }

  #answer(key: Key): void {
    const { question } = this.#session.model;
    this.#session.model.question = undefined;
    if (key === "y") question!.onYes();
    this.#session.show();
  }

  #step(step: 1 | -1): void {
    const position = neighbour(this.#session.model.position, step);
    if (position) this.#move(position);
    else this.#session.notify(step === 1 ? MOVE.atEnd : MOVE.atStart);
  }

  #move(position: Position): void {
    this.#stopProgram();
    this.#session.move(position);
  }

  #hint(): void {
    const { page, position } = this.#session.model;
    const next = hintPage(position, page);
    if (next) this.#session.open(next);
    else this.#session.notify(WATCH.noMoreHints);
  }

  #solution(): void {
    const { model } = this.#session;
    const { stage, task } = model.position;
    const open = () =>
      this.#session.open({
        key: "s",
        render: (width) => renderSolution(stage, width),
      });
    if (model.report && hasPassed(model.report)) return open();
    model.question = { text: SOLUTION.question(task), onYes: open };
    this.#session.show();
  }

  #reset(): void {
    const { stage } = this.#session.model.position;
    this.#session.model.question = {
      text: RESET.question(stage.id),
      onYes: () => {
        const backup = resetStage(stage);
        this.#session.run();
        this.#session.notify(RESET.done(stage.id, backup));
      },
    };
    this.#session.show();
  }

  #startServer(): void {
    const { stage } = this.#session.model.position;
    const { lines } = this.#startProgram(serverCommand(stage));
    this.#restart = () => this.#startServer();
    this.#session.open(programPage("r", WATCH.serverRuns, lines));
  }

  /** The lab restarts the server by itself when its file changes. */
  #startLab(): void {
    const { stage } = this.#session.model.position;
    const { lines } = this.#startProgram(labCommand(stage));
    this.#session.open(programPage("w", WATCH.labRuns, lines));
  }

  #startProgram(args: readonly string[]): BackgroundProgram {
    this.#stopProgram();
    return this.#program = new BackgroundProgram(
      args,
      () => this.#session.show(),
    );
  }

  #stopProgram(): void {
    this.#program?.[Symbol.dispose]();
    this.#program = this.#restart = undefined;
  }

  #scroll(rows: number): void {
    this.#session.model.scroll += rows;
    this.#session.show();
  }

  async #list(chosen: Position): Promise<void> {
    const states = [];
    for (const stage of STAGES) {
      states.push({ stage, passed: (await notedResults(stage)).passed });
    }
    this.#session.open(listPage(states, chosen));
  }

  /** Moves on the list; says whether the key belongs to it. */
  #choose(key: Key): boolean {
    const { chosen } = this.#session.model.page as ListPage;
    const stage = STAGES.indexOf(chosen.stage);
    const targets: Readonly<Record<Key, Position | undefined>> = {
      up: neighbour(chosen, -1),
      down: neighbour(chosen, 1),
      pageUp: firstOf(stage - 1),
      pageDown: firstOf(stage + 1),
    };
    if (key === "enter") this.#move(chosen);
    else if (key in targets) void this.#list(targets[key] ?? chosen);
    else return false;
    return true;
  }
}

function firstOf(index: number): Position | undefined {
  return STAGES[index] && { stage: STAGES[index], task: 1 };
}
