/**
 * The texts of a stage: its tasks from README.md, and their hints from HINTS.md.
 *
 * @module
 */

import { folderOf, type Position, readText } from "./layout.ts";
import type { Stage } from "./stages.ts";

/**
 * The text of a task: its item in the section "Tasks" of the README.
 *
 * @param position The task.
 * @returns Markdown, from its title on; "" if the README does not have it.
 */
export function taskText(position: Position): string {
  return itemOf(position).text;
}

/**
 * The text after a task in the README: the last task of each level has one.
 *
 * @param position The task.
 * @returns Markdown; "" for most tasks.
 */
export function closingText(position: Position): string {
  return itemOf(position).closing;
}

function itemOf({ stage, task }: Position): { text: string; closing: string } {
  const readme = readText(`${folderOf(stage)}/README.md`) ?? "";
  const [, section = ""] = readme.split(/^## Tasks$/m);
  const [tasks] = section.split(/^## /m);
  const start = new RegExp(String.raw`^ *${task}\. +(?=\*\*)`, "m").exec(tasks);
  if (start === null) return { text: "", closing: "" };
  const from = start.index + start[0].length;
  const [item] = tasks.slice(from).split(/^(?: *\d+\. +\*\*|#)/m);
  const indent = new RegExp(`^ {1,${start[0].length}}`, "gm");
  const [text, ...closing] = item.split(/\n{2,}(?=\S)/);
  return {
    text: text.replace(indent, "").trim(),
    closing: closing.join("\n\n").trim(),
  };
}

/**
 * The background of a stage: the README up to its tasks.
 *
 * @param stage The stage.
 * @returns Markdown.
 */
export function backgroundOf(stage: Stage): string {
  const readme = readText(`${folderOf(stage)}/README.md`) ?? "";
  const [background] = readme.split(/^## Tasks$/m);
  return background.replace(/^```mermaid\n.*?^```$/gms, "").trim();
}

/**
 * The hints of a task, from a nudge to almost the answer.
 *
 * @param position The task.
 * @returns Markdown, one text per hint.
 */
export function hintsOf({ stage, task }: Position): string[] {
  const hints = readText(`${folderOf(stage)}/HINTS.md`) ?? "";
  const heading = new RegExp(String.raw`^#+ Task ${task}\b.*$`, "m").exec(
    hints,
  );
  if (heading === null) return [];
  const [section] = hints.slice(heading.index + heading[0].length)
    .split(/^#+ Task \d/m);
  const details = section.matchAll(/<\/summary>(.*?)<\/details>/gs);
  return [...details].map(([, text]) => text.trim());
}
