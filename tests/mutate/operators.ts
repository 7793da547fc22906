/**
 * The mechanical changes. Each is a function from a node of the syntax tree to
 * the changes of exactly this node.
 *
 * @module
 */

import ts from "typescript";
import { isErrorText } from "./error_text.ts";
import type { Edit } from "./mutant.ts";
import { changeNumber } from "./number_changes.ts";
import { regexChanges } from "./regex_changes.ts";

type Operator = (node: ts.Node) => Edit[];

const { SyntaxKind } = ts;

/** What takes the place of an operator between two operands. */
const BINARY: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [SyntaxKind.LessThanToken, ["<=", ">="]],
  [SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [SyntaxKind.GreaterThanToken, [">=", "<="]],
  [SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [SyntaxKind.EqualsEqualsToken, ["!="]],
  [SyntaxKind.ExclamationEqualsToken, ["=="]],
  [SyntaxKind.MinusToken, ["+"]],
  [SyntaxKind.AsteriskToken, ["/"]],
  [SyntaxKind.SlashToken, ["*"]],
  [SyntaxKind.PercentToken, ["*"]],
  [SyntaxKind.PlusEqualsToken, ["-="]],
  [SyntaxKind.MinusEqualsToken, ["+="]],
]);

const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.QuestionQuestionToken,
]);

/** The kinds of change, by name. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  /** `<` becomes `<=` and `>=`, `===` becomes `!==`, `-` becomes `+`. */
  operator(node) {
    if (!ts.isBinaryExpression(node)) return [];
    const { operatorToken: token, left, right } = node;
    if (token.kind === SyntaxKind.PlusToken) {
      const joins = [left, right].some((operand) =>
        ts.isStringLiteralLike(operand) || ts.isTemplateExpression(operand)
      );
      return joins ? [] : [replace(token, "-")];
    }
    return (BINARY.get(token.kind) ?? []).map((text) => replace(token, text));
  },

  /** `a && b && c` loses one operand; so do `||` and `??`. */
  operand(node) {
    const operands = operandsOf(node);
    return operands.map((operand, index) => {
      const next = operands[index + 1];
      const [start, end] = next === undefined
        ? [operands[index - 1].getEnd(), operand.getEnd()]
        : [operand.getStart(), next.getStart()];
      return { start, end, replacement: "" };
    });
  },

  /** A condition is always true, or always false; no loop becomes endless. */
  condition(node) {
    const condition = conditionOf(node);
    if (condition === undefined || isBoolean(condition)) return [];
    const isLoop = ts.isIterationStatement(node, false);
    return (isLoop ? ["false"] : ["true", "false"])
      .map((text) => replace(condition, text));
  },

  /** `!a` becomes `a`, `-a` becomes `a`, `a++` becomes `a--`. */
  sign(node) {
    if (ts.isPrefixUnaryExpression(node)) {
      const { operator, operand } = node;
      const text = operand.getText();
      if (operator === SyntaxKind.PlusPlusToken) {
        return [replace(node, `--${text}`)];
      }
      if (operator === SyntaxKind.MinusMinusToken) {
        return [replace(node, `++${text}`)];
      }
      const isSign = operator === SyntaxKind.ExclamationToken ||
        operator === SyntaxKind.MinusToken;
      return isSign ? [replace(node, text)] : [];
    }
    if (!ts.isPostfixUnaryExpression(node)) return [];
    const isPlus = node.operator === SyntaxKind.PlusPlusToken;
    return [replace(node, node.operand.getText() + (isPlus ? "--" : "++"))];
  },

  /** A statement disappears; declarations stay. */
  statement(node) {
    const isSuper = ts.isExpressionStatement(node) &&
      ts.isCallExpression(node.expression) &&
      node.expression.expression.kind === SyntaxKind.SuperKeyword;
    const canGo = ts.isExpressionStatement(node) && !isSuper ||
      ts.isReturnStatement(node) || ts.isThrowStatement(node) ||
      ts.isBreakOrContinueStatement(node) || ts.isForOfStatement(node);
    return canGo ? [replace(node, ";")] : [];
  },

  /** `await a` becomes `a`. */
  await(node) {
    if (!ts.isAwaitExpression(node)) return [];
    return [replace(node, node.expression.getText())];
  },

  /** `using a` and `await using a` become `const a`. */
  using(node) {
    if (!ts.isVariableDeclarationList(node)) return [];
    const start = node.getStart();
    const [keyword] = /^(?:await\s+)?using\b/.exec(node.getText()) ?? [];
    if (keyword === undefined) return [];
    return [{ start, end: start + keyword.length, replacement: "const" }];
  },

  /** `f(a, b)` becomes `f(b, a)`. */
  arguments(node) {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
    const list = node.arguments ?? [];
    return list.slice(1).flatMap((after, index) => {
      const before = list[index];
      const [a, b] = [before.getText(), after.getText()];
      const isFixed = (one: ts.Node) =>
        ts.isSpreadElement(one) || isErrorText(one);
      if (a === b || isFixed(before) || isFixed(after)) return [];
      const [start, end] = [before.getStart(), after.getEnd()];
      return [{ start, end, replacement: `${b}, ${a}` }];
    });
  },

  /** A text becomes empty, and an empty one does not. */
  string(node) {
    const isTemplate = ts.isTemplateExpression(node) ||
      ts.isNoSubstitutionTemplateLiteral(node);
    if (!ts.isStringLiteral(node) && !isTemplate) return [];
    if (ts.isTaggedTemplateExpression(node.parent)) return [];
    const isEmpty = node.getText().length === 2;
    return [replace(node, isEmpty ? '"mutated"' : '""')];
  },

  /** A number grows by one, a duration tenfold. */
  number: changeNumber,

  /** `true` becomes `false`. */
  boolean(node) {
    if (!isBoolean(node)) return [];
    const isTrue = node.kind === SyntaxKind.TrueKeyword;
    return [replace(node, isTrue ? "false" : "true")];
  },

  /** `a?.b` becomes `a.b`. */
  optional(node) {
    const isChain = ts.isPropertyAccessExpression(node) ||
      ts.isElementAccessExpression(node) || ts.isCallExpression(node);
    if (!isChain || node.questionDotToken === undefined) return [];
    const isProperty = ts.isPropertyAccessExpression(node);
    return [replace(node.questionDotToken, isProperty ? "." : "")];
  },

  /** `Math.min` becomes `Math.max`. */
  extreme(node) {
    if (!ts.isPropertyAccessExpression(node)) return [];
    const text = node.getText();
    if (text === "Math.min") return [replace(node, "Math.max")];
    return text === "Math.max" ? [replace(node, "Math.min")] : [];
  },

  /** A pattern loses an anchor or a flag, or `+` becomes `*`. */
  pattern(node) {
    if (!ts.isRegularExpressionLiteral(node)) return [];
    const from = node.getStart();
    return regexChanges(node.text).map(({ start, end, replacement }) => ({
      start: from + start,
      end: from + end,
      replacement,
    }));
  },
};

function replace(node: ts.Node, replacement: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), replacement };
}

/** The operands of a whole chain of one logical operator. */
function operandsOf(node: ts.Node): ts.Expression[] {
  if (!isLogical(node)) return [];
  const { kind } = node.operatorToken;
  const isPart = isLogical(node.parent) &&
    node.parent.operatorToken.kind === kind && node.parent.left === node;
  if (isPart) return [];
  const operands: ts.Expression[] = [];
  let left: ts.Expression = node;
  while (isLogical(left) && left.operatorToken.kind === kind) {
    operands.unshift(left.right);
    left = left.left;
  }
  return [left, ...operands];
}

function isLogical(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && LOGICAL.has(node.operatorToken.kind);
}

function isBoolean(node: ts.Node): boolean {
  return node.kind === SyntaxKind.TrueKeyword ||
    node.kind === SyntaxKind.FalseKeyword;
}

function conditionOf(node: ts.Node): ts.Expression | undefined {
  if (
    ts.isIfStatement(node) || ts.isWhileStatement(node) ||
    ts.isDoStatement(node)
  ) return node.expression;
  if (ts.isConditionalExpression(node) || ts.isForStatement(node)) {
    return node.condition;
  }
  return undefined;
}
