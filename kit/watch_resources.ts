/**
 * Watches what the learner's code opens apart from the network: files, timers
 * and programs. A resource that stays open is named, with the line that has
 * opened it.
 *
 * @module
 */

/** Something that the learner's code has opened. */
export interface Watched {
  /** Its name in the failure message: "the file notes.txt". */
  readonly what: string;
  /** Where it was opened. */
  readonly openedAt: Error;
  /** How a learner usually forgets it. */
  readonly likely: string;
  /** Whether it is open now. */
  isOpen(): boolean;
  /** Closes it. */
  close(): void;
}

/**
 * Watches files, timers and programs.
 *
 * @param watched Receives what is opened.
 * @returns Ends the watch.
 */
export function watchResources(watched: Watched[]): () => void {
  const restore = [
    watchFiles(watched),
    watchTimers(watched),
    watchProcesses(watched),
  ];
  return () => {
    for (const undo of restore) undo();
  };
}

/**
 * Whether an operation on a resource finds it open.
 *
 * @param probe An operation without an effect.
 * @returns Whether it is open.
 */
export function isOpen(probe: () => void): boolean {
  try {
    probe();
    return true;
  } catch (error) {
    // Any other error, such as that of a client that has gone, means "open".
    return !(error instanceof Deno.errors.BadResource);
  }
}

/** Watches `Deno.open` and `Deno.openSync`. */
function watchFiles(watched: Watched[]): () => void {
  const { open, openSync } = Deno;
  function watch(file: Deno.FsFile, path: string | URL, openedAt: Error) {
    watched.push({
      what: `the file ${path}`,
      openedAt,
      likely:
        "file.close() is not reached: when an error is thrown, when the " +
        "answer has no body (HEAD, 304, 416), when the client leaves in the " +
        "middle",
      isOpen: () => isOpen(() => file.statSync()),
      close: () => file.close(),
    });
    return file;
  }
  Deno.open = async (path, options) => {
    const openedAt = new Error();
    return watch(await open(path, options), path, openedAt);
  };
  Deno.openSync = (path, options) =>
    watch(openSync(path, options), path, new Error());
  return () => void Object.assign(Deno, { open, openSync });
}

const TIMER_LEFT =
  "it is not cleared when the work that it limits has ended: " +
  "clearTimeout or clearInterval in a finally block";

/** Watches `setTimeout` and `setInterval`. */
function watchTimers(watched: Watched[]): () => void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  const running = new Map<unknown, Error>();

  function watchedTimer(start: typeof setTimeout, repeats: boolean) {
    return (callback: unknown, ms?: number, ...args: unknown[]) => {
      const id: ReturnType<typeof setTimeout> = start(() => {
        if (!repeats) running.delete(id);
        (callback as (...args: unknown[]) => void)(...args);
      }, ms);
      const openedAt = new Error();
      running.set(id, openedAt);
      watched.push({
        what: `a timer of ${ms ?? 0} ms`,
        openedAt,
        likely: TIMER_LEFT,
        isOpen: () => running.get(id) === openedAt,
        close: () => clearTimeout(id),
      });
      return id;
    };
  }
  function watchedClear(id: ReturnType<typeof setTimeout>) {
    running.delete(id);
    clearTimeout(id);
  }
  const before = { setTimeout, setInterval, clearTimeout, clearInterval };
  Object.assign(globalThis, {
    setTimeout: watchedTimer(setTimeout, false),
    setInterval: watchedTimer(setInterval as typeof setTimeout, true),
    clearTimeout: watchedClear,
    clearInterval: watchedClear,
  });
  return () => void Object.assign(globalThis, before);
}

/** Watches the programs that are started. */
function watchProcesses(watched: Watched[]): () => void {
  const { prototype } = Deno.Command;
  const spawn = prototype.spawn;
  prototype.spawn = function () {
    const child = spawn.call(this);
    let isRunning = true;
    child.status.then(() => isRunning = false, () => isRunning = false);
    watched.push({
      what: `the program with the process id ${child.pid}`,
      openedAt: new Error(),
      likely: "shutdown() does not kill the scripts that run",
      isOpen: () => isRunning,
      close: () => kill(child.pid),
    });
    return child;
  };
  return () => void (prototype.spawn = spawn);
}

/** Kills a program, and the process group that it leads, if it leads one. */
function kill(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      Deno.kill(target, "SIGKILL");
    } catch {
      // It has ended, or it leads no group.
    }
  }
}
