/**
 * Recognises the text of an error.
 *
 * @module
 */

import ts from "typescript";

/**
 * Whether a node is a text that becomes part of an error: an argument of
 * `new …Error()`, or of a function whose result is thrown.
 *
 * @param node The node.
 * @returns Whether it is.
 */
export function isErrorText(node: ts.Node): boolean {
  const { parent } = node;
  if (parent === undefined || !isText(node)) return false;
  if (ts.isNewExpression(parent)) {
    return /Error$|^Deno\.errors\./.test(parent.expression.getText());
  }
  return ts.isCallExpression(parent) && ts.isThrowStatement(parent.parent);
}

/** Whether a node is a literal text, or a sum with one. */
function isText(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
    return true;
  }
  return ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    (isText(node.left) || isText(node.right));
}
