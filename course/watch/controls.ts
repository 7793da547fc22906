/**
 * The keys of `watch`, and their actions.
 *
 * @module
 */

import { resetStage } from "../commands/reset.ts";
import { renderSolution } from "../commands/solution.ts";
import { neighbour, type Position } from "../layout.ts";
import { formatPosition } from "../position.ts";
import { STAGES } from "../stages.ts";
import { notedTasks } from "../state.ts";
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
import {
  BackgroundProgram,
  labCommand,
  SERVER_PORT,
  serverCommand,
} from "./server.ts";
import type { Session } from "./session.ts";

/** The keys, and what they do with a session. */
export class Controls implements Disposable {
  readonly #session: Session;
  readonly #quit: () => void;
  #program: BackgroundProgram | undefined;
  /** The start of a program that no other key has undone. */
  #start: symbol | undefined;
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
    void this.#stopProgram();
  }

  readonly #actions: Readonly<Record<Key, () => void>> = {
    enter: () => this.#session.run(),
    n: () => this.#step(1),
    p: () => this.#step(-1),
    l: () => this.#list(this.#session.model.position),
    h: () => this.#hint(),
    t: () => this.#session.open(taskPage(this.#session.model.position)),
    s: () => this.#solution(),
    r: () => void this.#startServer(),
    w: () => void this.#startLab(),
    x: () => this.#reset(),
    q: () => this.#quit(),
    up: () => this.#scroll(-1),
    down: () => this.#scroll(1),
    pageUp: () => this.#scroll(-10),
    pageDown: () => this.#scroll(10),
  };

  #close(): void {
    void this.#stopProgram();
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
    void this.#stopProgram();
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
    const { stage } = model.position;
    const open = () =>
      this.#session.open({
        key: "s",
        render: (width) => renderSolution(stage, width),
      });
    if (model.report && hasPassed(model.report)) return open();
    model.question = {
      text: SOLUTION.question(formatPosition(model.position)),
      onYes: open,
    };
    this.#session.show();
  }

  #reset(): void {
    const { stage } = this.#session.model.position;
    this.#session.model.question = {
      text: RESET.question(stage.id),
      onYes: () => {
        const backup = resetStage(stage);
        this.#move({ stage, task: 1 });
        this.#session.notify(RESET.done(stage.id, backup));
      },
    };
    this.#session.show();
  }

  async #startServer(): Promise<void> {
    const { stage } = this.#session.model.position;
    const command = await this.#startProgram(
      "r",
      WATCH.serverRuns,
      () => serverCommand(stage),
    );
    if (command === undefined) return;
    this.#restart = () => void this.#startServer();
    if (command.at(-1) === "0") {
      this.#session.notify(WATCH.portTaken(SERVER_PORT));
    }
  }

  /** The lab restarts the server by itself when its file changes. */
  async #startLab(): Promise<void> {
    const { stage } = this.#session.model.position;
    await this.#startProgram("w", WATCH.labRuns, () => labCommand(stage));
  }

  /**
   * Starts a program when the one before it has ended: it may have its port.
   * Returns its command; `undefined` if a key has stopped it in the meantime.
   */
  async #startProgram(
    key: string,
    title: string,
    commandOf: () => string[],
  ): Promise<string[] | undefined> {
    const stopped = this.#stopProgram();
    const start = this.#start = Symbol();
    await stopped;
    if (this.#start !== start) return undefined;
    const command = commandOf();
    const show = () => this.#session.show();
    const program = this.#program = new BackgroundProgram(command, show);
    this.#session.open(programPage(key, title, program.lines));
    return command;
  }

  /** Ends the program; the promise settles when it has ended. */
  async #stopProgram(): Promise<void> {
    const program = this.#program;
    this.#program = this.#restart = this.#start = undefined;
    program?.[Symbol.dispose]();
    await program?.ended;
  }

  #scroll(rows: number): void {
    this.#session.model.scroll += rows;
    this.#session.show();
  }

  #list(chosen: Position): void {
    const states = STAGES.map((stage) => ({
      stage,
      passed: notedTasks(stage),
    }));
    this.#session.open(listPage(states, chosen));
  }

  /** Moves on the list; says whether the key belongs to it. */
  #choose(key: Key): boolean {
    const { chosen } = this.#session.model.page as ListPage;
    const stage = STAGES.indexOf(chosen.stage);
    const targets: Readonly<Record<Key, Position | undefined>> = {
      up: neighbour(chosen, -1),
      down: neighbour(chosen, 1),
      left: firstOf(stage - 1),
      right: firstOf(stage + 1),
      pageUp: firstOf(stage - 1),
      pageDown: firstOf(stage + 1),
    };
    if (key === "enter") this.#move(chosen);
    else if (key in targets) this.#list(targets[key] ?? chosen);
    else return false;
    return true;
  }
}

function firstOf(index: number): Position | undefined {
  return STAGES[index] && { stage: STAGES[index], task: 1 };
}
