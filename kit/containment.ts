/**
 * Side effects of the learner's code belong to the test that caused them:
 * errors that nothing awaits, `Deno.exit`, and resources that stay open. For
 * the time of a test the entrances are watched. At its end, everything that was
 * left open is named and closed, so that it spoils no other test.
 *
 * @module
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { isPausing, nextTurn, pause } from "./clock.ts";
import { Failure } from "./failure.ts";
import { describeError } from "./learner_error.ts";
import {
  closeResources,
  describeResources,
  type OpenResources,
  openResources,
} from "./open_resources.ts";
import { currentRun, type TaskRun } from "./task_run.ts";
import { watchNetwork } from "./watch_network.ts";
import { type Watched, watchResources } from "./watch_resources.ts";

const NOTHING_OPEN =
  "at the end of the test, after shutdown(), nothing is open";

/** How many open resources are shown with the place where they were opened. */
const MAX_PLACES = 3;

/** How long a task may take to close its resources, in milliseconds. */
const GRACE_MS = 200;

/** The watch over one test. */
export interface Containment {
  /**
   * Runs the body of the test: its errors are attributed to this test, even
   * if they surface later.
   */
  within<Result>(body: () => Result): Result;
  /**
   * Ends the watch: closes what was left open and puts everything back.
   *
   * @returns What was left open, as a failure; `undefined` for nothing.
   */
  end(): Promise<Failure | undefined>;
}

/** Follows every promise and timer, so that an error finds its test. */
const owner = new AsyncLocalStorage<TaskRun>();

/**
 * Watches over a test.
 *
 * @param run The test.
 * @returns The watch; end it.
 */
export function contain(run: TaskRun): Containment {
  watchErrors();
  const before = openResources();
  const watched: Watched[] = [];
  const restore = [
    watchExit(),
    watchNetwork(watched, run),
    watchResources(watched),
  ];
  return {
    within: (body) => owner.run(run, body),
    async end() {
      const left = await stillOpen(watched, before);
      for (const item of left) item.close();
      // A killed program takes a moment to end.
      if (left.length > 0) await pause(10);
      // The kit does not watch every kind of resource.
      const others = newResources(before);
      closeResources(others);
      for (const undo of restore) undo();
      run.isOver = true;
      Deno.exitCode = 0;
      if (left.length > 0) return leftOpen(left);
      return others.size > 0 ? unwatchedOpen(others) : undefined;
    },
  };
}

/** Waits until nothing is open: a task that ends now gets time to close. */
async function stillOpen(
  watched: readonly Watched[],
  before: OpenResources,
): Promise<Watched[]> {
  const giveUp = Date.now() + GRACE_MS;
  for (;;) {
    // A rejection surfaces only after the event loop has turned.
    await turns();
    const left = watched.filter((item) => item.isOpen());
    const isClean = left.length === 0 && newResources(before).size === 0 &&
      !isPausing();
    if (isClean || Date.now() >= giveUp) return left;
    await pause(1);
  }
}

function newResources(before: OpenResources): OpenResources {
  const now = [...openResources()];
  return new Map(now.filter(([id, kind]) => before.get(id) !== kind));
}

/** Names what is open, and the same thing once. */
function listed(names: readonly string[]): string {
  const counts = Map.groupBy(names, (name) => name);
  return [...counts].map(([name, { length }]) =>
    length === 1 ? name : `${name} (${length} times)`
  ).join(", ");
}

function unwatchedOpen(resources: OpenResources): Failure {
  const { names, likely } = describeResources(resources);
  const headline = names.length === 1
    ? `${names[0]} is still open`
    : `${names.length} resources are still open: ${listed(names)}`;
  return new Failure(headline, {
    symptom: "leak",
    expected: NOTHING_OPEN,
    likely: likely === undefined ? undefined : { leak: likely },
  });
}

/** Names every resource, and shows where the first ones were opened. */
function leftOpen(left: readonly Watched[]): Failure {
  const names = left.map(({ what }) => what);
  const headline = left.length === 1
    ? `${names[0]} is still open`
    : `${left.length} resources are still open: ${listed(names)}`;
  const rows = left.slice(0, MAX_PLACES).flatMap(({ what, openedAt }) => {
    const [, ...frames] = describeError(openedAt);
    const title = left.length === 1 ? [] : [what];
    const lines = [...title, ...frames.map((frame) => frame.trim())];
    return frames.length > 0 ? [["opened", lines.join("\n")] as const] : [];
  });
  return new Failure(headline, {
    symptom: "leak",
    expected: NOTHING_OPEN,
    rows,
    likely: { leak: left[0].likely },
  });
}

let isWatchingErrors = false;

/** Listens once for the whole file: an error may surface after its test. */
function watchErrors(): void {
  if (isWatchingErrors) return;
  isWatchingErrors = true;
  globalThis.addEventListener("unhandledrejection", (event) => {
    const { reason } = event;
    blame(event, "a promise was rejected and nothing handled it", reason);
  });
  globalThis.addEventListener("error", (event) => {
    blame(event, "an error was thrown and nothing caught it", event.error);
  });
}

/** Fails the test that caused an error; after its end, only names the error. */
function blame(event: Event, headline: string, thrown: unknown): void {
  const run = owner.getStore() ?? currentRun();
  if (!run) return;
  event.preventDefault();
  const failure = new Failure(headline, {
    symptom: "thrown",
    thrown: thrown ?? new Error(`${thrown} was thrown`),
    expected: "every error is caught: a promise is awaited, or has a catch()",
  });
  if (!run.isOver) return run.fail(failure);
  if (run.hasFailed) return;
  const [summary] = describeError(thrown);
  console.error(`${run.title}: after its end, ${headline}: ${summary}`);
}

function watchExit(): () => void {
  const exit = Deno.exit;
  Deno.exit = (code) => {
    const error = new Error(`Deno.exit(${code ?? ""})`);
    const run = owner.getStore() ?? currentRun();
    run?.fail(
      new Failure("the learner's code ended the whole program", {
        symptom: "thrown",
        thrown: error,
        expected: "an error ends a connection, never the program",
      }),
    );
    throw error;
  };
  return () => void (Deno.exit = exit);
}

async function turns(): Promise<void> {
  await nextTurn();
  // Deno itself needs a moment to end what was closed.
  await pause(0);
}
