/**
 * Changes of numbers: most grow by one. A duration in milliseconds grows
 * tenfold, because no test can measure a single millisecond.
 *
 * @module
 */

import ts from "typescript";
import type { Edit } from "./mutant.ts";

/** The end of the name of a duration: `lingerMs`, `ACCEPT_PAUSE_MS`. */
const DURATION = /(?:Ms|_MS|TIMEOUT|timeout)$/;

/**
 * Changes a number.
 *
 * @param node Any node.
 * @returns The change, if the node is a number.
 */
export function changeNumber(node: ts.Node): Edit[] {
  const isBig = ts.isBigIntLiteral(node);
  if (!ts.isNumericLiteral(node) && !isBig) return [];
  const value = Number(node.text.replace(/n$/, ""));
  const changed = value !== 0 && isDuration(node) ? value * 10 : value + 1;
  return [{
    start: node.getStart(),
    end: node.getEnd(),
    replacement: `${changed}${isBig ? "n" : ""}`,
  }];
}

/** Whether the name that gets the number, or a product of it, is a duration's. */
function isDuration(node: ts.Node): boolean {
  let at = node.parent;
  while (ts.isBinaryExpression(at) || ts.isParenthesizedExpression(at)) {
    if (ts.isBinaryExpression(at) && DURATION.test(at.left.getText())) {
      return true;
    }
    at = at.parent;
  }
  if (
    ts.isVariableDeclaration(at) || ts.isBindingElement(at) ||
    ts.isParameter(at) || ts.isPropertyAssignment(at)
  ) return DURATION.test(at.name.getText());
  return false;
}
