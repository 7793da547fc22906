/**
 * The open resources of this process, as Deno's own leak check counts them. The
 * kit names what it does not watch, so that a learner reads one kind of message.
 *
 * @module
 */

/** A resource id and its kind: "childStdin". */
export type OpenResources = ReadonlyMap<number, string>;

/** The part of Deno's internals that lists resources; it may change. */
interface Internals {
  resources?(): Record<string, string>;
  tryClose?(id: number): void;
}

/** The kinds of resources in words, with the likely reason that they are open. */
const KINDS: Readonly<Record<string, [name: string, likely?: string]>> = {
  child: ["a program", "its end is not awaited: child.status or output()"],
  childStderr: ["the stderr of a program", "read it to its end, or cancel it"],
  childStdin: [
    "the stdin of a program",
    "close it when everything is written, even if the program has ended before",
  ],
  childStdout: ["the stdout of a program", "read it to its end, or cancel it"],
  fetchResponse: ["the body of a fetch()", "read it to its end, or cancel it"],
  fsEvents: ["a file watcher", "call close() on it"],
  http: ["a server of Deno.serve()", "call and await its shutdown()"],
  signal: ["a signal listener", "call Deno.removeSignalListener() at the end"],
};

/**
 * Lists the open resources.
 *
 * @returns The resources; none if Deno does not say.
 */
export function openResources(): OpenResources {
  const resources = internals().resources?.() ?? {};
  return new Map(
    Object.entries(resources).map(([id, kind]) => [Number(id), kind]),
  );
}

/**
 * Describes resources in words.
 *
 * @param resources The resources.
 * @returns A name for each, and the likely reason that the first one is open.
 */
export function describeResources(
  resources: OpenResources,
): { names: string[]; likely?: string } {
  const kinds = [...resources.values()];
  const names = kinds.map((kind) => KINDS[kind]?.[0] ?? `a resource "${kind}"`);
  return { names, likely: KINDS[kinds[0]]?.[1] };
}

/**
 * Closes resources, so that they do not disturb a later test.
 *
 * @param resources The resources.
 */
export function closeResources(resources: OpenResources): void {
  for (const id of resources.keys()) internals().tryClose?.(id);
}

function internals(): Internals {
  const { internal } = Deno as unknown as { internal?: symbol };
  if (internal === undefined) return {};
  const holder = Reflect.get(Deno, internal) as { core?: Internals };
  return holder?.core ?? {};
}
