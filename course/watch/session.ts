/**
 * A session of `watch`: it runs the tests of one task after every change, and
 * moves on only when it is told to.
 *
 * @module
 */

import { within } from "../../kit/mod.ts";
import {
  folderOf,
  listFiles,
  missingFor,
  modulesOf,
  type Position,
  readText,
  testsOf,
} from "../layout.ts";
import { firstUnfinished, passedTasks } from "../progress.ts";
import { STAGES } from "../stages.ts";
import { notedTasks, noteTask, savePosition } from "../state.ts";
import { hasPassed, runTests } from "../test_run.ts";
import { WATCH } from "../texts.ts";
import { checkTypes } from "../type_check.ts";
import type { Display, Model, Page, Update } from "./model.ts";

/** How long the check of the types waits for the tests, in milliseconds. */
const TYPES_AFTER_MS = 300;

/** A session. */
export class Session implements AsyncDisposable {
  /** The state that the display shows. */
  readonly model: Model;
  /** Told when the task has changed. */
  onMove: (position: Position) => void = () => {};
  /** Told when the learner's files have changed. */
  onEdit: () => void = () => {};
  readonly #display: Display;
  #run = new AbortController();
  #finished: Promise<void> = Promise.resolve();
  #lastText = "";

  /**
   * Creates a session that has not run anything yet.
   *
   * @param position The task.
   * @param display Shows it.
   */
  constructor(position: Position, display: Display) {
    this.#display = display;
    this.model = {
      position,
      passed: { stage: [], course: 0 },
      missing: [],
      broken: [],
      isEdited: false,
      scroll: 0,
    };
  }

  /**
   * Shows the model.
   *
   * @param update The part that has changed.
   */
  show(update: Update = "other"): void {
    this.#display.show(this.model, update);
  }

  /** Looks whether a file has changed, and runs the tests if one has. */
  changed(): void {
    if (this.#text() === this.#lastText) return;
    this.model.notice = undefined;
    this.model.isEdited = true;
    this.onEdit();
    this.run();
  }

  /** Runs the tests of the task; a run that is under way ends. */
  run(): void {
    this.#run.abort();
    this.#run = new AbortController();
    this.#lastText = this.#text();
    // They belong to the text of an earlier run.
    this.model.typeProblems = undefined;
    this.model.missing = missingFor(this.model.position);
    if (this.model.missing.length > 0) {
      this.model.runningSince = undefined;
      this.show("missing");
      return;
    }
    this.#finished = this.#runAll(this.#run.signal).catch(ignoreAbort);
  }

  /**
   * Looks for the first task that does not pass, and goes there; a save or a
   * key that runs the tests ends the search.
   *
   * @param from Where to begin.
   */
  seek(from: Position): void {
    this.#run.abort();
    this.#run = new AbortController();
    this.#lastText = this.#text();
    this.notify(WATCH.searching);
    this.#finished = this.#seek(from, this.#run.signal).catch(ignoreAbort);
  }

  /**
   * Goes to a task, and runs its tests.
   *
   * @param position The task.
   */
  move(position: Position): void {
    savePosition(position);
    Object.assign(this.model, {
      position,
      report: undefined,
      broken: [],
      isEdited: false,
      page: undefined,
      notice: undefined,
      scroll: 0,
    });
    this.#countPassed();
    this.onMove(position);
    this.run();
  }

  /**
   * Opens a page, or closes it.
   *
   * @param page The page; `undefined` for the task and its verdict.
   */
  open(page: Page | undefined): void {
    this.model.page = page;
    this.model.scroll = 0;
    this.show();
  }

  /**
   * Says one sentence, until the next key or verdict.
   *
   * @param text The sentence.
   */
  notify(text: string): void {
    this.model.notice = text;
    this.show("notice");
  }

  /** Ends everything that it has started. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#run.abort();
    await this.#finished;
  }

  async #seek(from: Position, signal: AbortSignal): Promise<void> {
    const position = await firstUnfinished(from, signal);
    signal.throwIfAborted();
    this.move(position);
  }

  async #runAll(signal: AbortSignal): Promise<void> {
    const { model } = this;
    model.runningSince = Date.now();
    this.show();
    const tests = this.#runTests(signal);
    // The verdict first: a check of the types keeps a processor busy.
    const soon = within(tests, TYPES_AFTER_MS, undefined);
    await Promise.all([
      tests.then(() => this.#refreshProgress(signal)),
      soon.then(() => this.#checkTypes(signal)),
    ]);
  }

  async #runTests(signal: AbortSignal): Promise<void> {
    const { model } = this;
    const { stage, task } = model.position;
    const files = testsOf(stage, (number) => number === task);
    // Only the first failure is shown.
    const report = await runTests(files, { signal, failFast: true });
    Object.assign(model, { report, runningSince: undefined, broken: [] });
    if (model.page === undefined) model.scroll = 0;
    this.show("verdict");
  }

  /** A change for this task may have broken an earlier one. */
  async #refreshProgress(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { position, report } = this.model;
    const isGreen = hasPassed(report!);
    if (isGreen) await noteTask(position);
    // The other tasks take longer than the verdict, which is on the screen.
    signal.throwIfAborted();
    const before = this.#countPassed();
    if (!isGreen) return;
    await passedTasks(position.stage, signal);
    signal.throwIfAborted();
    const passed = this.#countPassed();
    this.model.broken = before.filter((task) => !passed.includes(task));
    this.show(this.model.broken.length > 0 ? "broken" : "other");
  }

  /** Shows how many tasks pass; returns those of this stage. */
  #countPassed(): readonly number[] {
    const course = STAGES.reduce((sum, one) => sum + notedTasks(one).length, 0);
    const stage = notedTasks(this.model.position.stage);
    this.model.passed = { stage, course };
    this.show();
    return stage;
  }

  async #checkTypes(signal: AbortSignal): Promise<void> {
    const { position } = this.model;
    const problems = await checkTypes(modulesOf(position.stage), signal);
    this.model.typeProblems = problems;
    this.show("types");
  }

  /** Everything that the learner writes and the tests of the task read. */
  #text(): string {
    const { stage } = this.model.position;
    const earlier = STAGES.slice(0, STAGES.indexOf(stage)).flatMap(modulesOf);
    const own = listFiles(folderOf(stage)).filter((path) =>
      /\.(?:[cm]?[jt]sx?|json)$/.test(path)
    );
    const texts = [...earlier, ...own].map((path) => [path, readText(path)]);
    return JSON.stringify(texts);
  }
}

/** A newer run has ended this one. */
function ignoreAbort(error: Error): void {
  if (error.name !== "AbortError") throw error;
}
