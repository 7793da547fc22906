/**
 * Watches what a server does with its connections: every call of `read`,
 * `write`, `closeWrite` and `close`, with its result. The calls themselves are
 * passed on as they are, and their promises too.
 *
 * @module
 */

import { callSite } from "./call_site.ts";
import type { CallName } from "./report.ts";
import { now, type Reporter } from "./reporter.ts";

let lastId = 0;

/**
 * Makes `Deno.listen` tell of every connection, and listen on any free port:
 * the port that the program asks for belongs to the relay.
 *
 * @param reporter Takes the reports.
 */
export function observeListen(reporter: Reporter): void {
  const { listen } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen({ ...options, port: 0 });
    if (listener.addr.transport !== "tcp") return listener;
    reporter.report({ type: "listening", port: listener.addr.port });
    const { accept } = listener;
    return Object.assign(listener, {
      async accept() {
        const connection = await accept.call(listener);
        observe(connection, reporter);
        return connection;
      },
    });
  }) as typeof Deno.listen;
}

/** Watches one connection. */
function observe(connection: Deno.TcpConn, reporter: Reporter): void {
  const { port } = connection.remoteAddr as Deno.NetAddr;
  reporter.report({ type: "accepted", port, at: now() });
  const { read, write, closeWrite, close, setNoDelay } = connection;

  function begin(name: CallName, asked?: number): number {
    const id = ++lastId;
    const where = callSite();
    reporter.report({ type: "call", id, port, name, at: now(), asked, where });
    return id;
  }
  function watch<Result>(id: number, call: () => Promise<Result>) {
    const promise = call();
    promise.then(
      (result) => finish(id, typeof result === "number" ? result : null),
      (error) => finish(id, { error: `${error}` }),
    );
    return promise;
  }
  function finish(id: number, result: number | null | { error: string }) {
    reporter.report({ type: "returned", id, at: now(), result });
  }

  Object.assign(connection, {
    read: (buffer: Uint8Array<ArrayBuffer>) =>
      watch(
        begin("read", buffer?.byteLength),
        () => read.call(connection, buffer),
      ),
    write: (bytes: Uint8Array<ArrayBuffer>) =>
      watch(
        begin("write", bytes?.byteLength),
        () => write.call(connection, bytes),
      ),
    closeWrite: () =>
      watch(begin("closeWrite"), () => closeWrite.call(connection)),
    close() {
      const id = begin("close");
      try {
        close.call(connection);
      } catch (error) {
        finish(id, { error: `${error}` });
        throw error;
      }
      finish(id, null);
    },
    setNoDelay(isOn?: boolean) {
      const id = begin("setNoDelay");
      setNoDelay.call(connection, isOn);
      finish(id, null);
    },
  });
  observeStreams(connection);
}

/** `readable` and `writable` go past `read` and `write`: lead them there. */
function observeStreams(connection: Deno.TcpConn): void {
  let readable: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  let writable: WritableStream<Uint8Array<ArrayBuffer>> | undefined;
  Object.defineProperties(connection, {
    readable: { get: () => readable ??= readableOf(connection) },
    writable: { get: () => writable ??= writableOf(connection) },
  });
}

function readableOf(connection: Deno.TcpConn) {
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const buffer = new Uint8Array(64 * 1024);
      const count = await connection.read(buffer);
      if (count !== null) return controller.enqueue(buffer.subarray(0, count));
      controller.close();
    },
    cancel: () => closeQuietly(connection),
  }, { highWaterMark: 0 });
}

function writableOf(connection: Deno.TcpConn) {
  return new WritableStream<Uint8Array<ArrayBuffer>>({
    async write(bytes) {
      for (let sent = 0; sent < bytes.length;) {
        sent += await connection.write(bytes.subarray(sent));
      }
    },
    close: () => closeQuietly(connection),
    abort: () => closeQuietly(connection),
  });
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
