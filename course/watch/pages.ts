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
import { bold, dim } from "../style.ts";
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
    render(_width, height) {
      const stages = renderStages(states).slice(0, -2);
      const index = STAGES.indexOf(chosen.stage);
      const marked = stages.map((line, other) =>
        `${other === index ? ">" : " "} ${line}`
      );
      const tasks = renderTasks(states[index], chosen).slice(2);
      const room = Math.max(3, height - marked.length - 3);
      const start = Math.max(
        0,
        Math.min(
          chosen.task - 1 - Math.floor(room / 2),
          tasks.length - room,
        ),
      );
      return [
        ...marked,
        "",
        ...tasks.slice(start, start + room),
        "",
        dim(WATCH.listKeys),
      ];
    },
  };
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
