/**
 * Notices that a file may have changed: by the events of the file system, or by
 * polling, for network drives and containers that report no events.
 *
 * @module
 */

import { ROOT } from "../layout.ts";

/** How long events must pause before a change counts, in milliseconds. */
const QUIET_MS = 15;

/** How often to look without events, in milliseconds. */
const POLL_MS = 250;

/** Options of {@linkcode watchChanges}. */
export interface ChangeOptions {
  /** Whether to poll instead of waiting for events. */
  poll: boolean;
  /** Called when events are not available and polling takes their place. */
  onFallback(error: unknown): void;
}

/**
 * Watches the exercises.
 *
 * @param onChange Called after every change, and perhaps without one.
 * @param options How to notice changes.
 * @returns The watch; dispose of it to end it.
 */
export function watchChanges(
  onChange: () => void,
  options: ChangeOptions,
): Disposable {
  if (options.poll) return poll(onChange);
  let watcher: Disposable;
  try {
    watcher = watchEvents(onChange);
  } catch (error) {
    options.onFallback(error);
    watcher = poll(onChange);
  }
  return watcher;
}

function poll(onChange: () => void): Disposable {
  const timer = setInterval(onChange, POLL_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** An editor saves in several steps: they count as one change. */
function watchEvents(onChange: () => void): Disposable {
  const watcher = Deno.watchFs(`${ROOT}exercises`);
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function listen() {
    for await (const { kind } of watcher) {
      if (kind === "access") continue;
      clearTimeout(timer);
      timer = setTimeout(onChange, QUIET_MS);
    }
  }
  listen();
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
