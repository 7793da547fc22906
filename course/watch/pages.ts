/**
 * The pages that the keys of `watch` open.
 *
 * @module
 */

import { renderHint } from "../commands/read.ts";
import {
  renderStages,
  renderTasks,
  type StageState,
} from "../commands/list.ts";
import type { Position } from "../layout.ts";
import { renderMarkdown } from "../markdown.ts";
import { STAGES } from "../stages.ts";
import { bold, dim, fold, plain, widthOf, wrap } from "../style.ts";
import { backgroundOf, hintsOf, taskText } from "../task_text.ts";
import { WATCH } from "../texts.ts";
import type { Page } from "./model.ts";

/**
 * The whole text of a task, and the background of its stage.
 *
 * @param position The task.
 * @returns The page.
 */
export function taskPage(position: Position): Page {
  return {
    key: "t",
    render: (width) => [
      ...renderMarkdown(taskText(position), width),
      "",
      ...renderMarkdown(backgroundOf(position.stage), width),
    ],
  };
}

/** A page with a hint; the same key opens the next one. */
export interface HintPage extends Page {
  /** Which hint, from 1. */
  readonly level: number;
}

/**
 * A hint: the first one, or the one after the page that is open.
 *
 * @param position The task.
 * @param open The page that is open.
 * @returns The page; `undefined` after the last hint.
 */
export function hintPage(
  position: Position,
  open: Page | undefined,
): HintPage | undefined {
  const level = open?.key === "h" ? (open as HintPage).level + 1 : 1;
  const count = hintsOf(position).length;
  if (level > count) return undefined;
  const keys = level < count ? WATCH.hintKeys : WATCH.pageKeys;
  return {
    key: "h",
    level,
    render: (width) => [...renderHint(position, level, width), "", dim(keys)],
  };
}

/** A page on which a task can be chosen. */
export interface ListPage extends Page {
  /** The task that is chosen. */
  readonly chosen: Position;
}

/**
 * The stages, and the tasks of one of them.
 *
 * @param states The stages, and their tasks that pass.
 * @param chosen The task that is chosen.
 * @returns The page.
 */
export function listPage(
  states: readonly StageState[],
  chosen: Position,
): ListPage {
  return {
    key: "l",
    chosen,
    render(width, height) {
      const index = STAGES.indexOf(chosen.stage);
      const stages = renderStages(states).slice(0, -2).map((line, other) =>
        clip(`${other === index ? ">" : " "} ${line}`, width)
      );
      const keys = wrap(WATCH.listKeys, width).map(dim);
      const tasks = renderTasks(states[index], chosen).slice(2)
        .map((line) => clip(line, width));
      // On a small screen the other stages make room for the tasks.
      const isSmall = height < stages.length + keys.length + 6;
      const marked = isSmall ? [stages[index]] : [...stages, ""];
      const room = Math.max(1, height - marked.length - keys.length - 2);
      const start = windowStart(chosen.task - 1, tasks.length, room);
      const shown = tasks.slice(start, start + room);
      const { id, title } = chosen.stage;
      const end = start + shown.length;
      const heading = WATCH.tasks(id, title, start + 1, end, tasks.length);
      return [
        ...marked,
        clip(bold(heading), width),
        ...shown,
        "",
        ...keys,
      ];
    },
  };
}

/** A row of the list stays one row; without colours, which might be cut. */
function clip(line: string, width: number): string {
  return widthOf(line) <= width ? line : fold(plain(line), width)[0];
}

/** The first of `room` rows out of `count` with the chosen one in the middle. */
function windowStart(chosen: number, count: number, room: number): number {
  const middle = chosen - Math.floor(room / 2);
  return Math.max(0, Math.min(middle, count - room));
}

/**
 * The output of a program in the background.
 *
 * @param key The key that opens the page.
 * @param title The first line of the page.
 * @param lines The lines so far.
 * @returns The page: its end, if it is longer than the screen.
 */
export function programPage(
  key: string,
  title: string,
  lines: readonly string[],
): Page {
  return {
    key,
    render: (_width, height) => [
      bold(title),
      "",
      ...lines.slice(-(height - 2)),
    ],
  };
}
