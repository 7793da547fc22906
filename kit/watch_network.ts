/**
 * Watches the listeners and the connections of the learner's code: which of
 * them stay open, and what the code does with each of them.
 *
 * @module
 */

import { pause } from "./clock.ts";
import { ConnectionCalls } from "./connection_calls.ts";
import { Failure } from "./failure.ts";
import { currentRun, type InterceptAccept, type TaskRun } from "./task_run.ts";
import { isOpen, type Watched } from "./watch_resources.ts";

/** How many calls of accept() on a closed listener count as a loop. */
const MAX_ACCEPTS = 100;

/** How long a slow write() waits before it sends anything, in milliseconds. */
const SLOW_MS = 2;

/**
 * Watches `Deno.listen` and `Deno.connect`.
 *
 * @param watched Receives what is opened.
 * @param run The test that it belongs to.
 * @returns Ends the watch.
 */
export function watchNetwork(watched: Watched[], run: TaskRun): () => void {
  const { listen, connect } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    watchListener(listener, watched, run);
    return listener;
  }) as typeof Deno.listen;
  Deno.connect = (async (options: Deno.ConnectOptions) => {
    const openedAt = new Error();
    const connection = await connect(options);
    const calls = new ConnectionCalls();
    run.clientCalls.push(calls);
    watchCalls(calls, connection, run);
    watched.push(watchConnection(connection, "to the server", openedAt));
    return connection;
  }) as typeof Deno.connect;
  return () => void Object.assign(Deno, { listen, connect });
}

function watchListener(
  listener: Deno.TcpListener,
  watched: Watched[],
  run: TaskRun,
): void {
  const { accept, close } = listener;
  run.isWatchingAccepts = true;
  let isListening = true;
  let acceptsAfterClose = 0;
  watched.push({
    what: `the listener on port ${listener.addr.port}`,
    openedAt: new Error(),
    likely: "listener.close() is not called: shutdown() has to call it",
    isOpen: () => isListening,
    close: () => listener.close(),
  });
  Object.assign(listener, {
    async accept() {
      if (!isListening && ++acceptsAfterClose > MAX_ACCEPTS) {
        const isFirst = acceptsAfterClose === MAX_ACCEPTS + 1;
        return isFirst ? acceptingForEver(run, new Error()) : never();
      }
      const original = () => accept.call(listener);
      const connection = await counted(
        run,
        () => run.accept?.(original) ?? original(),
      );
      watchCalls(run.callsOn(connection.remoteAddr.port), connection, run);
      watched.push(watchConnection(connection, "of the client", new Error()));
      return connection;
    },
    close() {
      isListening = false;
      close.call(listener);
    },
    [Symbol.dispose]: () => isListening && listener.close(),
  });
}

/** Counts an accept() while it waits. */
async function counted(
  run: TaskRun,
  accept: () => Promise<Deno.TcpConn>,
): Promise<Deno.TcpConn> {
  run.pendingAccepts++;
  try {
    return await accept();
  } finally {
    run.pendingAccepts--;
  }
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
    isOpen: () => isOpen(() => connection.setNoDelay(true)),
    close: () => connection.close(),
  };
}

function watchCalls(
  calls: ConnectionCalls,
  connection: Deno.TcpConn,
  run: TaskRun,
): void {
  let isSpinning = false;
  calls.watch(connection, {
    onSpin(at) {
      if (isSpinning) return never();
      isSpinning = true;
      return spinning(run, at);
    },
    beforeWrite: () => run.hasSlowWrites ? pause(SLOW_MS) : undefined,
  });
}

/** Stops a loop that neither ends nor waits: it gets no answer any more. */
function never(): Promise<never> {
  return new Promise(() => {});
}

/** Ends a loop that reads on after the end of file: it would never pause. */
function spinning(run: TaskRun, at: Error): Promise<never> {
  run.fail(
    new Failure("an endless loop: read() has returned null 1000 times", {
      symptom: "thrown",
      thrown: Object.assign(at, { message: "read() after the end of file" }),
      expected: "the loop ends when read() returns null: no more will follow",
      likely: { thrown: "the loop does not end when read() returns null" },
    }),
  );
  return run.released.then(() => {
    throw new Deno.errors.Interrupted("The test is over");
  });
}

/** Ends a loop that catches the error of accept() and calls it again. */
function acceptingForEver(run: TaskRun, at: Error): Promise<never> {
  run.fail(
    new Failure("an endless loop: accept() is called on a closed listener", {
      symptom: "thrown",
      thrown: Object.assign(at, { message: "accept() after close()" }),
      expected: "the accept loop ends when its listener is closed",
      likely: {
        thrown: "the loop catches the error of accept() and goes on: leave " +
          "it when the listener is closed",
      },
    }),
  );
  return run.released.then(() => {
    throw new Deno.errors.BadResource("The test is over");
  });
}

/**
 * From here on, every write() of the server takes a few milliseconds, as for a
 * client that reads slowly. A server that does not await it closes too early.
 */
export function slowWrites(): void {
  const run = currentRun();
  if (run) run.hasSlowWrites = true;
}

/**
 * From here on, `intercept` takes the place of accept() of the server: it may fail,
 * or do something just before a connection is handed over.
 *
 * @param intercept Is called with the original accept().
 */
export function interceptAccept(intercept: InterceptAccept): void {
  const run = currentRun();
  if (run) run.accept = intercept;
}
