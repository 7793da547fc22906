/**
 * The command line: flags and other arguments. `parseArgs` of node:util splits
 * it; this module reports a mistake in one line.
 *
 * @module
 */

import { levenshteinDistance } from "deno-std/text/levenshtein_distance.js";
import { parseArgs } from "node:util";
import { USAGE } from "./texts.ts";

/** The value of a flag: nothing, a text, several texts, or a whole number. */
export type FlagKind = "switch" | "text" | "texts" | "number";

/** The flags of a command, by name. */
export type FlagKinds = Readonly<Record<string, FlagKind>>;

/** The values of the flags that were given. */
export type FlagValues<Kinds extends FlagKinds> = {
  [Name in keyof Kinds]?: {
    switch: true;
    text: string;
    texts: string[];
    number: number;
  }[Kinds[Name]];
};

/** A parsed command line. */
export interface Arguments<Kinds extends FlagKinds> {
  /** The flags that were given. */
  readonly flags: FlagValues<Kinds>;
  /** The other arguments, in order. */
  readonly rest: readonly string[];
}

/** The command line is wrong; its message is for the person who typed it. */
export class UsageError extends Error {
  /** The name that error messages show. */
  override name = "UsageError";
}

/** The largest whole number that a flag takes, such as a port. */
const MAX_NUMBER = 65_535;

/**
 * Parses a command line.
 *
 * @param args The arguments.
 * @param kinds The flags that the command takes.
 * @returns The flags that were given, and the other arguments.
 * @throws {UsageError} If a flag is unknown, lacks its value or has a bad one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseArguments } from "./arguments.ts";
 *
 * const args = ["GET /", "--port", "8001", "--half-close"];
 * const kinds = { port: "number", "half-close": "switch" } as const;
 * const { flags, rest } = parseArguments(args, kinds);
 * assertEquals(flags, { port: 8001, "half-close": true });
 * assertEquals(rest, ["GET /"]);
 * ```
 */
export function parseArguments<const Kinds extends FlagKinds>(
  args: readonly string[],
  kinds: Kinds,
): Arguments<Kinds> {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) =>
      [name, { type: kind === "switch" ? "boolean" : "string" }] as const
    ),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags: Record<string, unknown> = {};
  const rest: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") rest.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!Object.hasOwn(kinds, name)) {
      throw new UsageError(
        USAGE.unknownFlag(rawName, suggestFlag(name, kinds)),
      );
    }
    flags[name] = parseValue(rawName, kinds[name], value, flags[name]);
  }
  return { flags: flags as FlagValues<Kinds>, rest };
}

/**
 * The known word that is most like a mistyped one.
 *
 * @param word What was typed.
 * @param known The words that would have been right.
 * @returns The nearest of them; `undefined` if none is near.
 */
export function suggest(
  word: string,
  known: readonly string[],
): string | undefined {
  const distances = known.map((candidate) => ({
    candidate,
    distance: levenshteinDistance(word.toLowerCase(), candidate) as number,
  }));
  const [nearest] = distances.toSorted((a, b) => a.distance - b.distance);
  const limit = Math.min(word.length - 1, Math.max(2, word.length / 3));
  return nearest?.distance <= limit ? nearest.candidate : undefined;
}

function suggestFlag(name: string, kinds: FlagKinds): string | undefined {
  const near = suggest(name, Object.keys(kinds));
  return near === undefined ? undefined : `--${near}`;
}

function parseValue(
  rawName: string,
  kind: FlagKind,
  value: string | undefined,
  previous: unknown,
): unknown {
  if (kind === "switch") {
    if (value === undefined) return true;
    throw new UsageError(USAGE.noValue(rawName));
  }
  if (value === undefined) throw new UsageError(USAGE.needsValue(rawName));
  if (kind === "text") return value;
  if (kind === "texts") return [...previous as string[] ?? [], value];
  if (/^\d+$/.test(value) && Number(value) <= MAX_NUMBER) return Number(value);
  throw new UsageError(USAGE.badNumber(rawName, value, MAX_NUMBER));
}
