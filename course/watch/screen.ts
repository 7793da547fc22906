/**
 * The screen of `watch`, as lines: where the learner is, the task, the first
 * failing test, and the keys.
 *
 * @module
 */

import {
  explanationFirst,
  foldMessage,
  renderFailure,
  renderPrinted,
  renderTypeProblems,
} from "../failure_view.ts";
import { renderMarkdown } from "../markdown.ts";
import { STAGES } from "../stages.ts";
import {
  bold,
  dim,
  fold,
  foldAtSpaces,
  green,
  red,
  widthOf,
  wrap,
  yellow,
} from "../style.ts";
import { closingText, taskText } from "../task_text.ts";
import type { Size } from "../terminal.ts";
import { firstFailure, hasPassed } from "../test_run.ts";
import { KEYS, WATCH } from "../texts.ts";
import { placeOf } from "../todo.ts";
import type { Model } from "./model.ts";

/** A terminal with fewer rows than these shows the keys without their names. */
const SMALL_ROWS = 16;

/** Text is easier to read in lines of at most this many columns. */
const MAX_COLUMNS = 100;

/**
 * Renders the screen.
 *
 * @param model The state to show.
 * @param size The size of the terminal.
 * @returns As many rows as the terminal has, at most.
 */
export function renderScreen(model: Model, { columns, rows }: Size): string[] {
  const isSmall = rows < SMALL_ROWS;
  const header = headerOf(model, columns).flatMap((line) =>
    fold(line, columns)
  );
  if (!isSmall) header.push("");
  const footer = footerOf(model, columns, isSmall);
  const height = Math.max(1, rows - header.length - footer.length - 1);
  const content = contentOf(model, columns, height);
  const hidden = Math.max(0, content.length - height);
  model.scroll = Math.max(0, Math.min(model.scroll, hidden));
  const shown = content.slice(model.scroll, model.scroll + height);
  const below = hidden - model.scroll;
  const more = below > 0
    ? dim(foldAtSpaces(WATCH.more(below), columns)[0])
    : "";
  const filler = Array(height - shown.length).fill("");
  return [...header, ...shown, ...filler, more, ...footer].slice(0, rows);
}

function headerOf({ position, passed }: Model, columns: number): string[] {
  const { stage, task } = position;
  const total = STAGES.reduce((sum, { tasks }) => sum + tasks.length, 0);
  const { level } = stage.tasks[task - 1];
  const left = WATCH.position(stage.id, task, stage.tasks.length, level);
  const right = WATCH.course(passed.course, total);
  const gap = columns - widthOf(left) - widthOf(right);
  const marks = stage.tasks.map((_, index) =>
    passed.stage.includes(index + 1) ? "#" : index + 1 === task ? ">" : "-"
  );
  const line = gap > 1 ? bold(left) + " ".repeat(gap) + dim(right) : bold(left);
  return [line, dim(`[${marks.join("")}]`)];
}

/** The rows between the header and the footer; all of them, to be scrolled. */
function contentOf(model: Model, columns: number, height: number): string[] {
  const width = Math.min(columns, MAX_COLUMNS);
  if (model.page) {
    return model.page.render(width, height)
      .flatMap((line) => fold(line, columns));
  }
  const toRows = (lines: readonly string[]) =>
    lines.flatMap((line) => foldMessage(line, columns));
  const { file, line } = placeOf(model.position);
  const place = dim(WATCH.place(line ? `${file}:${line}` : file));
  const text = [...renderMarkdown(taskText(model.position), width), place];
  const all = toRows([...text, "", ...verdictOf(model, width)]);
  if (all.length <= height) return all;
  // The failure matters more than a text that was read before.
  const { stage, task } = model.position;
  const title = bold(stage.tasks[task - 1].title);
  const above = model.isEdited
    ? [`${title}${dim(`  ${WATCH.textHidden}`)}`, place]
    : text;
  const verdict = verdictOf(model, width);
  const rows = toRows([...above, "", ...verdict]);
  return rows.length <= height
    ? rows
    : toRows([...above, "", ...explanationFirst(verdict)]);
}

function verdictOf(model: Model, width: number): string[] {
  const { missing, report, typeProblems = [] } = model;
  if (missing.length > 0) {
    return missing.map((path) => red(WATCH.missing(path)));
  }
  if (report === undefined) return [];
  const failure = firstFailure(report);
  const verdict = failure === undefined
    ? [green(passedText(model)), ...broken(model), ...closing(model, width)]
    : renderFailure(failure);
  const parts = [
    renderPrinted(report.printed),
    renderTypeProblems(typeProblems),
  ];
  const filled = parts.filter((lines) => lines.length > 0);
  return [...verdict, ...filled.flatMap((lines) => ["", ...lines])];
}

function passedText({ position: { stage, task }, report }: Model): string {
  const skipped =
    report!.files.flatMap(({ tests }) =>
      tests.filter(({ status }) => status === "skipped")
    ).length;
  const next = stage.tasks[task];
  const goal = next === undefined
    ? WATCH.nextStage
    : stage.tasks[task - 1].level === "correct" && next.level === "hardened"
    ? WATCH.mayMoveOn
    : WATCH.nextTask;
  return `${WATCH.passed(task, skipped)} ${goal}`;
}

function broken({ broken }: Model): string[] {
  return broken.length === 0 ? [] : [red(WATCH.broken(broken))];
}

/** The end of a level has a text of its own. */
function closing({ position }: Model, width: number): string[] {
  const lines = renderMarkdown(closingText(position), width);
  return lines.length === 0 ? [] : ["", ...lines];
}

function footerOf(model: Model, columns: number, isSmall: boolean): string[] {
  if (model.question) {
    return [
      ...foldAtSpaces(model.question.text, columns).map(yellow),
      ...foldAtSpaces(WATCH.yesOrNo, columns),
    ];
  }
  const status = foldAtSpaces(statusOf(model), columns);
  if (isSmall) {
    const keys = KEYS.map(([key]) => key).join(" ");
    return [...status, dim(fold(keys, columns)[0])];
  }
  const names = KEYS.map(([key, text]) => `${key} ${text}`);
  const unbroken = names.map((name) => name.replaceAll(" ", "\u00a0"));
  const keys = wrap(unbroken.join("\u00a0 "), columns)
    .flatMap((line) => fold(line.replaceAll("\u00a0", " "), columns));
  return [...status, ...keys.map(dim)];
}

/** One line about the tests, which a page may cover. */
function statusOf(model: Model): string {
  const { missing, notice, report, runningSince } = model;
  if (notice !== undefined) return yellow(notice);
  if (runningSince !== undefined) {
    const seconds = Math.floor((Date.now() - runningSince) / 1000);
    return WATCH.running(seconds);
  }
  if (missing.length > 0) return red(WATCH.waiting);
  if (report === undefined) return "";
  const seconds = report.seconds.toFixed(1);
  return hasPassed(report)
    ? green(WATCH.statusPassed(seconds))
    : red(WATCH.statusFailed(seconds));
}
