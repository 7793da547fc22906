/**
 * Finds the mutants of a file, on the syntax tree of TypeScript.
 *
 * Left out are changes that no program can observe, or that are not about HTTP:
 *
 * - types, interfaces, imports and exports: they do not exist at run time;
 * - the program part, `if (import.meta.main)`: the suites call the module;
 * - the text of an error, in `new HttpError(400, "…")` or `throw malformed("…")`:
 *   it is prose, for people.
 *
 * Everything else that can be loaded counts, whether or not a test notices it.
 *
 * @module
 */

import ts from "typescript";
import { isErrorText } from "./error_text.ts";
import { describeChange, type Edit, type Mutant } from "./mutant.ts";
import { OPERATORS } from "./operators.ts";

/**
 * Finds every mutant of a file.
 *
 * @param file The name of the file, relative to solutions/.
 * @param text Its text.
 * @returns The mutants, in the order of the text.
 */
export function findMutants(file: string, text: string): Mutant[] {
  const { Latest } = ts.ScriptTarget;
  const source = ts.createSourceFile(file, text, Latest, true);
  const mutants: Mutant[] = [];
  const seen = new Set<string>();

  function visit(node: ts.Node): void {
    if (isLeftOut(node)) return;
    for (const [operator, find] of Object.entries(OPERATORS)) {
      for (const edit of find(node)) {
        const mutant = makeMutant({ file, text, operator, node }, edit, source);
        const key = `${edit.start} ${edit.end} ${edit.replacement}`;
        if (seen.has(key)) continue;
        seen.add(key);
        mutants.push(mutant);
      }
    }
    ts.forEachChild(node, visit);
  }

  visit(source);
  mutants.sort((a, b) => a.start - b.start || a.end - b.end);
  return numberTwins(mutants);
}

interface Place {
  readonly file: string;
  readonly text: string;
  readonly operator: string;
  readonly node: ts.Node;
}

function makeMutant(place: Place, edit: Edit, source: ts.SourceFile): Mutant {
  const { file, text, operator, node } = place;
  const { line } = source.getLineAndCharacterOfPosition(edit.start);
  return {
    ...edit,
    file,
    operator,
    scope: scopeOf(node),
    line: line + 1,
    lineText: text.split("\n")[line].trim(),
    change: describeChange(text.slice(edit.start, edit.end), edit.replacement),
  };
}

/** Tells equal changes of one line apart: the second one ends in "(2)". */
function numberTwins(mutants: readonly Mutant[]): Mutant[] {
  const counts = new Map<string, number>();
  return mutants.map((mutant) => {
    const key = `${mutant.line} ${mutant.change}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count === 1) return mutant;
    return { ...mutant, change: `${mutant.change} (${count})` };
  });
}

function isLeftOut(node: ts.Node): boolean {
  return ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node) ||
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ||
    ts.isIfStatement(node) &&
      node.expression.getText() === "import.meta.main" ||
    isErrorText(node);
}

/** The name of the function around a node: `serveTcp`, `ByteReader.read`. */
function scopeOf(node: ts.Node): string {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    const name = nameOf(at);
    if (name === undefined) continue;
    const owner = ts.isClassElement(at) ? nameOf(at.parent) : undefined;
    return owner === undefined ? name : `${owner}.${name}`;
  }
  return "(module)";
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  const isNamed = ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) || ts.isClassDeclaration(node) ||
    ts.isMethodDeclaration(node) || ts.isAccessor(node) ||
    ts.isPropertyDeclaration(node) ||
    (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) &&
      node.initializer !== undefined &&
      (ts.isArrowFunction(node.initializer) ||
        ts.isFunctionExpression(node.initializer));
  return isNamed ? node.name?.getText() : undefined;
}
