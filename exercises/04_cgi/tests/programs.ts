/**
 * Servers with the programs of a test, and tables whose rows are tried side by
 * side. Many tests of stage 04 use them.
 *
 * @module
 */

import {
  allVariants,
  type Gate,
  type LikelyCauses,
  pause,
  type RawResponse,
  type ServerUnderTest,
  start,
  type TempDir,
  variant,
} from "../../../kit/mod.ts";
import {
  type HttpHandler,
  type HttpRequest,
  serveHttp,
} from "../../../solutions/02_http.ts";
import {
  cgi,
  type CgiOptions,
  serve,
  type ServeCgiOptions,
} from "../server.ts";

/** How long a body is that fits into no pipe, in bytes. */
export const LARGE = 1_000_000;

/** The programs of the tests are written for sh: Windows skips these tests. */
export const FOR_SH = {
  needs: ["sh"],
  likely: {
    "no end":
      "the stream of the body is never closed: when the output has ended, " +
      "call controller.close()",
  },
};

/**
 * Starts `serve` with the programs of a directory, below `/cgi-bin`.
 *
 * @param directory The directory.
 * @param options More options of `serve`.
 * @returns The server; dispose of it, `await using`.
 */
export function startWith(
  directory: TempDir,
  options: ServeCgiOptions = {},
): Promise<ServerUnderTest> {
  const scripts = { "/cgi-bin": directory.path };
  return start(serve, { scripts, ...options });
}

/**
 * Starts an engine with the handler of `cgi`. Its log has the lines of `cgi`, and
 * of the engine only the errors that the handler throws.
 *
 * @param options The options of `cgi`.
 * @param site The handler for all other paths.
 * @param wrap Puts a handler of the test between the engine and `cgi`.
 * @returns The server; dispose of it, `await using`.
 */
export function startCgi(
  options: CgiOptions,
  site: HttpHandler = () => ({ status: 404 }),
  wrap: (handler: HttpHandler) => HttpHandler = (handler) => handler,
): Promise<ServerUnderTest> {
  return start(({ log, ...given }) =>
    serveHttp(
      {
        ...given,
        log(line) {
          const [, thrown] = / failed: (.*)$/.exec(line) ?? [];
          if (thrown !== undefined) log(`the handler threw ${thrown}`);
        },
      },
      wrap(cgi({ log, ...options }, site)),
    )
  );
}

/**
 * Changes what a handler learns about a request. The properties of a request may
 * be those of a class, which `{ ...request }` would lose.
 *
 * @param request The request.
 * @param changes The properties with other values.
 * @returns The request with these values.
 */
export function requestWith(
  request: HttpRequest,
  changes: Partial<HttpRequest>,
): HttpRequest {
  return new Proxy(request, {
    get: (target, name) =>
      Object.hasOwn(changes, name)
        ? Reflect.get(changes, name)
        : Reflect.get(target, name, target),
  });
}

/**
 * Reads the whole answer of a handler before any of it is sent. If the body
 * fails, the client sees it by the status.
 *
 * @param handler The handler.
 * @returns The same, without streams.
 */
export function inOnePiece(handler: HttpHandler): HttpHandler {
  return async (request: HttpRequest) => {
    const response = await handler(request);
    const body = await new Response(response.body).bytes();
    return { ...response, body };
  };
}

/**
 * The likely cause if an answer does not arrive, or does not end.
 *
 * @param cause The cause.
 * @returns The same, for both symptoms.
 */
export function ifStuck(cause: string): LikelyCauses {
  return { silence: cause, "no end": cause };
}

/** A row of a table: its name, and what is tried. */
export type Row = readonly [name: string, ...rest: unknown[]];

/**
 * Tries all rows of a table at the same time.
 *
 * @param rows The rows.
 * @param body What is tried with each; it also receives the index of the row.
 */
export async function sideBySide<SomeRow extends Row>(
  rows: readonly SomeRow[],
  body: (row: SomeRow, index: number) => Promise<void>,
): Promise<void> {
  await allVariants(
    rows.map((row, index) => variant(row[0], () => body(row, index))),
  );
}

/**
 * Writes the program of each row: `say0` for the first one.
 *
 * @param directory Where to write them.
 * @param rows The rows; the second column is the program.
 */
export async function writePrograms(
  directory: TempDir,
  rows: readonly (readonly [string, string, ...unknown[]])[],
): Promise<void> {
  for (const [index, [, script]] of rows.entries()) {
    await directory.writeScript(`say${index}`, script);
  }
}

/**
 * The beginning of a body, as text.
 *
 * @param response The answer.
 * @returns Its first characters.
 */
export function startOf(response: RawResponse): string {
  return new TextDecoder().decode(response.body.subarray(0, 200));
}

/**
 * A program that prints its output in pieces, and waits between them.
 *
 * @param pieces The pieces, for printf.
 * @param gate Where it waits.
 * @param mark The file that it writes before it waits.
 * @returns The program.
 */
export function printPieces(
  pieces: readonly string[],
  gate: Gate,
  mark: string,
): string {
  return pieces.map((piece) => `printf '${piece}'`)
    .join(`\n: > '${mark}'\n${gate.wait}\n`);
}

/**
 * Lets a program of {@linkcode printPieces} print its next piece when the last
 * one has been read.
 *
 * @param program Its gate and its mark, and what ends when it has ended.
 */
export async function letPrint({ gate, mark, until }: {
  gate: Gate;
  mark: string;
  until: Promise<unknown>;
}): Promise<void> {
  let isOver = false;
  const end = () => void (isOver = true);
  until.then(end, end);
  for (; !isOver; await pause(5)) {
    if (!isThere(mark)) continue;
    // The server reads in this process: what was printed before is there first.
    await pause(5);
    Deno.removeSync(mark);
    await gate.letPass(1);
  }
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
