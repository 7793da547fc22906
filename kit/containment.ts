/**
 * What the learner's server does beside the test's own course belongs to the
 * test that caused it: errors that nobody awaits, `Deno.exit`, and whatever is
 * left open. For the time of a test the entrances are watched; at its end what
 * is left is told in words and closed, so that it spoils no other test.
 *
 * @module
 */

import { pause } from "./clock.ts";
import { describeError, Failure } from "./failure.ts";
import type { TaskRun } from "./task_run.ts";

/** Something the learner's code has opened. */
interface Watched {
  /** What it is, for the failure message. */
  readonly what: string;
  /** Where it was opened. */
  readonly openedAt: Error;
  /** How it is usually forgotten. */
  readonly likely: string;
  isOpen(): boolean;
  close(): void;
}

/** The watch over one test. */
export interface Containment {
  /**
   * Ends the watch: closes what was left open and puts everything back.
   *
   * @returns What was left open, as a failure; `undefined` for nothing.
   */
  end(): Promise<Failure | undefined>;
}

/**
 * Watches over a test.
 *
 * @param run The test.
 * @returns The watch; end it.
 */
export function contain(run: TaskRun): Containment {
  const watched: Watched[] = [];
  const restore = [
    watchErrors(run),
    watchExit(run),
    watchListeners(watched),
    watchConnects(watched),
    watchFiles(watched),
    watchTimers(watched),
    watchProcesses(watched),
  ];
  return {
    async end() {
      // A rejection surfaces only after the event loop has turned.
      await turns();
      const left = watched.filter((item) => item.isOpen());
      for (const item of left) item.close();
      await turns();
      for (const undo of restore) undo();
      Deno.exitCode = 0;
      return left.length > 0 ? leftOpen(left) : undefined;
    },
  };
}

function leftOpen(left: readonly Watched[]): Failure {
  const [first] = left;
  const others = left.length > 1 ? `, and ${left.length - 1} more` : "";
  const [, ...frames] = describeError(first.openedAt);
  const openedAt = frames.length > 0 ? `\nopened\n${frames.join("\n")}` : "";
  return new Failure(`${first.what} is still open${others}`, {
    expected: "at the end of the test, after shutdown(), nothing is open" +
      openedAt,
    likely: first.likely,
  });
}

function watchErrors(run: TaskRun): () => void {
  function onRejection(event: PromiseRejectionEvent) {
    event.preventDefault();
    run.fail("a promise was rejected and nobody handled it", event.reason);
  }
  function onError(event: ErrorEvent) {
    event.preventDefault();
    run.fail("an error was thrown and nobody caught it", event.error);
  }
  globalThis.addEventListener("unhandledrejection", onRejection);
  globalThis.addEventListener("error", onError);
  return () => {
    globalThis.removeEventListener("unhandledrejection", onRejection);
    globalThis.removeEventListener("error", onError);
  };
}

function watchExit(run: TaskRun): () => void {
  const exit = Deno.exit;
  Deno.exit = (code) => {
    const error = new Error(`Deno.exit(${code ?? ""})`);
    run.fail("the server ended the whole program", error);
    throw error;
  };
  return () => void (Deno.exit = exit);
}

/** Watches `Deno.listen`, and every connection that its listeners accept. */
function watchListeners(watched: Watched[]): () => void {
  const listen = Deno.listen;
  function watchedListen(options: Deno.TcpListenOptions): Deno.TcpListener {
    const listener = listen(options);
    const accept = listener.accept;
    let isOpen = true;
    watched.push({
      what: `the listener on port ${listener.addr.port}`,
      openedAt: new Error(),
      likely: "shutdown() does not call listener.close()",
      isOpen: () => isOpen,
      close: () => listener.close(),
    });
    const close = listener.close;
    return Object.assign(listener, {
      async accept() {
        const connection = await accept.call(listener);
        const openedAt = new Error();
        watched.push(watchConnection(connection, "of the client", openedAt));
        return connection;
      },
      close() {
        isOpen = false;
        close.call(listener);
      },
      [Symbol.dispose]: () => isOpen && listener.close(),
    });
  }
  Deno.listen = watchedListen as typeof Deno.listen;
  return () => void (Deno.listen = listen);
}

/** Watches `Deno.connect`: the learner's code may be a client. */
function watchConnects(watched: Watched[]): () => void {
  const connect = Deno.connect;
  async function watchedConnect(
    options: Deno.ConnectOptions,
  ): Promise<Deno.TcpConn> {
    const openedAt = new Error();
    const connection = await connect(options);
    watched.push(watchConnection(connection, "to the server", openedAt));
    return connection;
  }
  Deno.connect = watchedConnect as typeof Deno.connect;
  return () => void (Deno.connect = connect);
}

function watchConnection(
  connection: Deno.TcpConn,
  whose: string,
  openedAt: Error,
): Watched {
  const { remoteAddr } = connection;
  return {
    what: `the connection ${whose} ${remoteAddr.hostname}:${remoteAddr.port}`,
    openedAt,
    likely: "connection.close() is not reached: call it in a finally block",
    isOpen() {
      try {
        connection.setNoDelay(true);
        return true;
      } catch (error) {
        // Any other error, of a client that has gone, says that it is open.
        return !(error instanceof Deno.errors.BadResource);
      }
    },
    close: () => connection.close(),
  };
}

/** Watches `Deno.open` and `Deno.openSync`. */
function watchFiles(watched: Watched[]): () => void {
  const { open, openSync } = Deno;
  function watch(file: Deno.FsFile, path: string | URL, openedAt: Error) {
    watched.push({
      what: `the file ${path}`,
      openedAt,
      likely: "file.close() is not reached: when an error is thrown, when " +
        "nobody wants the body, when the client leaves in the middle",
      isOpen: () => isOpenFile(file),
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

function isOpenFile(file: Deno.FsFile): boolean {
  try {
    file.statSync();
    return true;
  } catch (error) {
    // Any other error, of a file that is being read, says that it is open.
    return !(error instanceof Deno.errors.BadResource);
  }
}

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
        likely: "a deadline is not cleared when what it guards has ended: " +
          "clearTimeout in a finally block",
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
  Object.assign(globalThis, {
    setTimeout: watchedTimer(setTimeout, false),
    setInterval: watchedTimer(setInterval as typeof setTimeout, true),
    clearTimeout: watchedClear,
    clearInterval: watchedClear,
  });
  return () => {
    Object.assign(globalThis, {
      setTimeout,
      setInterval,
      clearTimeout,
      clearInterval,
    });
  };
}

/** Watches the programs that are started. */
function watchProcesses(watched: Watched[]): () => void {
  const { prototype } = Deno.Command;
  const spawn = prototype.spawn;
  prototype.spawn = function () {
    const child = spawn.call(this);
    let isOpen = true;
    child.status.then(() => isOpen = false, () => isOpen = false);
    watched.push({
      what: `the program with the process id ${child.pid}`,
      openedAt: new Error(),
      likely: "shutdown() does not kill the scripts that run",
      isOpen: () => isOpen,
      close: () => kill(child.pid),
    });
    return child;
  };
  return () => void (prototype.spawn = spawn);
}

/** Kills a program, and the group that it leads if it does. */
function kill(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      Deno.kill(target, "SIGKILL");
    } catch {
      // It has gone, or it leads no group.
    }
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await pause(0);
}
