/**
 * The part of Markdown that the tasks and hints use, for a terminal:
 * paragraphs, lists, tables, code, and emphasis.
 *
 * @module
 */

import { bold, code, cyan, wrap } from "./style.ts";

/**
 * Renders Markdown.
 *
 * @param text The text.
 * @param width How many columns the terminal has.
 * @returns The lines.
 */
export function renderMarkdown(text: string, width: number): string[] {
  const blocks = text.trim().split(/(^ *```.*?^ *```$)|\n{2,}/ms)
    .filter((block) => block?.trim());
  const rendered = blocks.map((block) => renderBlock(block, width));
  return rendered.flatMap((lines, index) => index > 0 ? ["", ...lines] : lines);
}

function renderBlock(block: string, width: number): string[] {
  const lines = block.replace(/^\n+|\s+$/g, "").split("\n");
  if (/^ *```/.test(block)) {
    return lines.slice(1, -1).map((line) => `  ${cyan(line)}`);
  }
  if (/^#+ /.test(block)) return [bold(block.replace(/^#+ /, "").trim())];
  if (/^ *\|/.test(block)) {
    return lines.filter((line) => !/^[ |:-]+$/.test(line));
  }
  return splitItems(block).flatMap((item) => {
    const [, indent, bullet] = /^( *)([-*] |\d+\. )?/.exec(item)!;
    const hanging = " ".repeat(indent.length + (bullet?.length ?? 0));
    const content = wrap(paint(item.trim()), width - indent.length, hanging);
    return content.map((line, index) => index === 0 ? indent + line : line);
  });
}

/** A paragraph is one item; in a list each bullet begins another. */
function splitItems(block: string): string[] {
  return block.split(/\n(?= *(?:[-*]|\d+\.) )/);
}

/** Emphasis and code; a colour must not be cut by a line break. */
function paint(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/(`+)(.+?)\1/gs, (_, _ticks, words) => paintCode(words))
    .replace(/\*\*(.+?)\*\*/gs, (_, words) => each(words, bold))
    .replace(/(?<![\w*])[_*](\w[^_*]*)[_*](?![\w*])/g, "$1");
}

/** Without colours the backticks stay, around all of it. */
function paintCode(words: string): string {
  const painted = code(words);
  return painted === `\`${words}\`` ? painted : each(words, code);
}

function each(words: string, paint: (word: string) => string): string {
  return words.split(/\s+/).map((word) => paint(word)).join(" ");
}
