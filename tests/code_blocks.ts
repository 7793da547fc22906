/**
 * The TypeScript of the documentation: the blocks that begin with "```ts", and
 * what is needed to check their types.
 *
 * A block with an `import` is a complete program. Any other block is a fragment:
 * it becomes the body of a function, in which the names of {@linkcode CONTEXT}
 * have their types. Other names that a fragment does not declare are not typed;
 * they must occur in the course, see {@linkcode mayMention}.
 *
 * @module
 */

import { STAGES } from "../course/stages.ts";
import { listFiles, listProject, readText, ROOT } from "./deno_command.ts";

/** One block of TypeScript. */
export interface CodeBlock {
  /** The file, relative to the root. */
  readonly file: string;
  /** The line of the file at which the code begins. */
  readonly line: number;
  /** The code, without the indentation of the block. */
  readonly code: string;
}

/** The names that fragments take for granted, and their types. */
const CONTEXT: Readonly<Record<string, string>> = {
  bytes: "Uint8Array<ArrayBuffer>",
  close: "(connection: Deno.TcpConn) => void",
  connection: "Deno.TcpConn",
  handler: "HttpHandler",
  headers: "Headers",
  listener: "Deno.TcpListener",
  log: "(line: string) => void",
  request: "HttpRequest",
};

/** The names that mean something else in some stages, by the file. */
const OTHERWISE: readonly [file: RegExp, names: readonly string[]][] = [
  // Requests and handlers are also those of Deno.serve.
  [/^exercises\/0[58]/, ["handler", "request"]],
  // The connection is one to a database, and the handler can be disposed of.
  [/^exercises\/07/, ["connection", "handler"]],
];

/** What fragments import without saying so. */
const IMPORTS = "import { type Bytes, HttpError, type HttpHandler, " +
  "type HttpRequest, type HttpResponse } " +
  `from "${new URL("solutions/02_http.ts", ROOT)}";`;

/**
 * Finds the blocks of all Markdown files.
 *
 * @returns The blocks, by file and line.
 */
export function listCodeBlocks(): CodeBlock[] {
  return listProject(/\.md$/).flatMap((file) => {
    const text = readText(file);
    const blocks = text.matchAll(/^( *)```ts\n(.*?)^ *```$/gms);
    return [...blocks].map(({ 1: indent, 2: block, index }) => ({
      file,
      line: text.slice(0, index).split("\n").length + 1,
      code: block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }));
  });
}

/**
 * Makes a module of a block.
 *
 * @param block The block.
 * @returns Its text, with the code of the block from the third line on.
 */
export function toModule({ file, code }: CodeBlock): string {
  if (isProgram(code)) return `\n\n${resolveImports(file, code)}`;
  const others = OTHERWISE.find(([files]) => files.test(file))?.[1] ?? [];
  const names = Object.entries(CONTEXT).filter(([name]) =>
    new RegExp(`\\b${name}\\b`).test(code) && !others.includes(name)
  );
  const parameters = names.map(([name, type]) => `${name}: ${type}`);
  // The code may declare a name of the context itself, in a block of its own.
  return `${IMPORTS}\n` +
    `export async function fragment(${parameters.join(", ")}) { {\n` +
    `${code}} }\n`;
}

/** Whether a block is complete. */
function isProgram(code: string): boolean {
  return /^import /m.test(code);
}

/** Leads the imports of a program to this repository. */
function resolveImports(file: string, code: string): string {
  const stage = STAGES.find(({ id }) => file.startsWith(`exercises/${id}/`));
  return code.replace(/(?<=from ")[^"]+/g, (name) => {
    if (name === "http-from-sockets") return `${new URL("mod.ts", ROOT)}`;
    const solution = stage?.modules[name.replace("./", "")];
    return solution === undefined
      ? name
      : `${new URL(`solutions/${solution}`, ROOT)}`;
  });
}

/**
 * Whether a fragment may use a name without declaring it: the name occurs in a
 * solution, in the kit, or elsewhere in the texts of its folder.
 *
 * @param block The fragment.
 * @param name The name.
 * @returns Whether a reader can find out what it means.
 */
export function mayMention({ file, code }: CodeBlock, name: string): boolean {
  const own = code.replace(/^ +/gm, "");
  const texts = [...COMMON.map(readText), ...textsNextTo(file)];
  const word = new RegExp(`\\b${name}\\b`);
  return texts.some((text) =>
    word.test(text) && word.test(text.replace(/^ +/gm, "").replace(own, ""))
  );
}

const COMMON = ["solutions/", "kit/", "exercises/01_tcp/tests/"]
  .flatMap((folder) => listFiles(folder, ".ts"));

function textsNextTo(file: string): string[] {
  const folder = file.replace(/[^/]+$/, "");
  const files = folder === "" ? [] : listFiles(folder, "");
  return files.filter((name) => /\.(?:ts|md)$/.test(name)).map(readText);
}
