/**
 * The environment of a program that the server runs: the program prints it, and the
 * test checks it.
 *
 * @module
 */

import { toBytes } from "./bytes.ts";
import { expectStatus } from "./expect.ts";
import { bodyText } from "./expect_body.ts";
import { type Explanation, Failure } from "./failure.ts";
import type { RawResponse } from "./response.ts";

/** The first lines of a script of sh that answers with text. */
export const TEXT_HEADER: string = "echo 'Content-Type: text/plain'\necho";

/**
 * A script of sh that answers with its meta-variables, one per line. It prints no
 * other variables, since a failure message must not show a secret.
 */
export const SHOW_VARIABLES: string = [
  TEXT_HEADER,
  "env | grep -E " +
  "'^(AUTH|CONTENT|GATEWAY|HTTP|PATH|QUERY|REMOTE|REQUEST|SCRIPT|SERVER)_' |",
  "sort",
].join("\n");

/**
 * Expects a variable in the environment of a program.
 *
 * @param response The answer of {@linkcode SHOW_VARIABLES}.
 * @param name The name of the variable.
 * @param value Its value, or a pattern; `undefined` if it must not be set.
 * @param explanation The reason, and the likely cause.
 */
export function expectVariable(
  response: RawResponse,
  name: string,
  value: string | RegExp | undefined,
  explanation: Explanation = {},
): void {
  expectStatus(response, 200);
  const found = valueOf(response, name);
  const fits = value instanceof RegExp
    ? found !== undefined && value.test(found)
    : found === value;
  if (fits) return;
  const line = found === undefined ? undefined : `${name}=${found}`;
  throw new Failure(
    found === undefined ? `${name} is not set` : `${name} is "${found}"`,
    {
      transcript: response.source.transcript,
      mark: mark(response, line),
      expected: `in the environment of the program ${describe(name, value)}`,
      ...explanation,
    },
  );
}

function valueOf(response: RawResponse, name: string): string | undefined {
  const lines = bodyText(response).split("\n");
  return lines.find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

function describe(name: string, value: string | RegExp | undefined): string {
  if (value === undefined) return `${name} is not set`;
  if (value === "") return `${name} is set, to nothing`;
  return value instanceof RegExp
    ? `${name} matches ${value}`
    : `${name} is "${value}"`;
}

/** An offset in a chunked body is not an offset on the connection. */
function mark(response: RawResponse, line: string | undefined) {
  if (line === undefined || response.framing === "chunked") return undefined;
  const [before] = `\n${bodyText(response)}`.split(`\n${line}\n`, 1);
  const offset = response.bodyOffset + toBytes(before).length;
  return { offset, note: "this line" };
}
