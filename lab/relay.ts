/**
 * A relay between clients and a server that changes no byte. It passes on every
 * half-close and every reset, waits where the other side waits, and tells a
 * listener about the bytes. It uses node:net, since a connection of Deno
 * cannot be reset.
 *
 * It cannot see a reset that follows an end of file before the next write, just
 * as the server itself cannot.
 *
 * @module
 */

import { connect, createServer, type Server, type Socket } from "node:net";
import type { StreamEnd } from "./updates.ts";

/** The direction in which bytes travel. */
export type Direction = "request" | "response";

/** Learns what travels on one connection. */
export interface Tap {
  /**
   * The relay has connected to the server.
   *
   * @param port The relay's port of that connection: the client's port, as the
   * server sees it.
   */
  connected(port: number): void;
  /**
   * Bytes have arrived, and have been passed on.
   *
   * @param direction In which direction they travel.
   * @param bytes What arrived with one read; not to be changed.
   * @param at When they arrived, on the clock of `performance.now()`.
   */
  bytes(direction: Direction, bytes: Uint8Array, at: number): void;
  /**
   * One direction has ended; after an end of file, a reset may still follow.
   *
   * @param direction The direction.
   * @param how An end of file, a reset, or the server could not be reached.
   */
  ended(direction: Direction, how: StreamEnd): void;
  /** Both directions are closed. */
  closed(): void;
}

/** Where the relay connects to. */
export interface Target {
  /** The address. */
  readonly hostname: string;
  /** The port. */
  readonly port: number;
}

/** Options of {@linkcode startRelay}. */
export interface RelayOptions {
  /** The port to listen on; 0 for any that is free. */
  port: number;
  /** Gives the server's address, as soon as it listens. */
  target(): Promise<Target>;
  /** Makes a tap for the connection of a client with this port. */
  tap(clientPort: number): Tap;
}

/** A running relay. */
export interface Relay extends AsyncDisposable {
  /** Its port on 127.0.0.1. */
  readonly port: number;
}

/**
 * Listens on 127.0.0.1, and connects every client to the server.
 *
 * @param options Where to listen, and where the server is.
 * @returns The relay, when it listens.
 * @throws {Error} If the port is taken.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer(
    { allowHalfOpen: true, noDelay: true, pauseOnConnect: true },
    (client) => {
      keep(client, open);
      serve(client, options, open);
    },
  );
  await listen(server, options.port);
  const { port } = server.address() as { port: number };
  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  }
  return { port, [Symbol.asyncDispose]: close };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Connects a client to the server, and both directions with each other. */
async function serve(
  client: Socket,
  { target, tap: makeTap }: RelayOptions,
  open: Set<Socket>,
): Promise<void> {
  // Errors after this point are handled where bytes are passed on.
  client.on("error", () => {});
  const tap = makeTap(client.remotePort!);
  try {
    const { hostname, port } = await target();
    const upstream = await connectTo(hostname, port);
    keep(upstream, open);
    tap.connected(upstream.localPort!);
    const shared = { tap, fate: { isReset: false } };
    pass(client, upstream, { direction: "request", ...shared });
    pass(upstream, client, { direction: "response", ...shared });
    await Promise.all([closed(client), closed(upstream)]);
  } catch {
    tap.ended("response", "unreachable");
    client.resetAndDestroy();
  }
  tap.closed();
}

function keep(socket: Socket, open: Set<Socket>): void {
  open.add(socket);
  socket.once("close", () => open.delete(socket));
}

function connectTo(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => resolve(socket));
  });
}

function closed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

/** One direction of a connection. */
interface Passage {
  readonly direction: Direction;
  readonly tap: Tap;
  /** The fate of the connection; shared by both directions. */
  readonly fate: { isReset: boolean };
}

/**
 * Passes on everything that arrives from `source`, including its end. A reset of one
 * side is passed on to the other, whose end is not its own doing then.
 */
function pass(
  source: Socket,
  sink: Socket,
  { direction, tap, fate }: Passage,
): void {
  let last: StreamEnd | undefined;
  function end(how: StreamEnd): void {
    if (fate.isReset || last === how) return;
    fate.isReset = how === "reset";
    last = how;
    tap.ended(direction, how);
    if (sink.destroyed) return;
    if (how === "reset") sink.resetAndDestroy();
    else sink.end();
  }
  source.on("data", (bytes: Uint8Array) => {
    const at = performance.now();
    if (sink.destroyed) return;
    // The next read waits until the sink has taken this: backpressure.
    if (!sink.write(bytes)) {
      source.pause();
      sink.once("drain", () => source.resume());
    }
    tap.bytes(direction, bytes, at);
  });
  source.on("end", () => end("end of file"));
  source.on("error", () => end("reset"));
  source.on("close", () => last ?? end("reset"));
  source.resume();
}
