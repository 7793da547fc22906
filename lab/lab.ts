/**
 * The wire lab: a relay in front of a server, and a page that shows the bytes.
 *
 * @module
 */

import { makeActions } from "./actions.ts";
import { basename, fromFileUrl } from "@std/path";
import { describeLab } from "./describe_lab.ts";
import type { LabOptions } from "./command_line.ts";
import { watchFolder } from "./file_watch.ts";
import { Observer } from "./observer.ts";
import { OtherServers, programOf, protocolOf } from "./other_servers.ts";
import { servePage } from "./page_server.ts";
import { Recorder } from "./recorder.ts";
import { startRelay } from "./relay.ts";
import { send } from "./sender.ts";
import { ServerProcess } from "./server_process.ts";

/** A running lab. */
export interface Lab extends AsyncDisposable {
  /** The port of the relay. */
  readonly port: number;
  /** The address of the page. */
  readonly pageUrl: string;
  /** The recorded connections. */
  readonly recorder: Recorder;
}

/**
 * Starts the lab.
 *
 * @param options What to look at.
 * @returns The lab; the relay and the page listen, the server may not yet.
 * @throws {Error} If a port is taken.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  await using parts = new AsyncDisposableStack();
  const { file, isReference } = options;
  const protocol = protocolOf(options);
  const recorder = new Recorder(protocol);
  const observer = parts.use(new Observer());
  const server = parts.use(makeServer(options, observer, recorder));
  const relay = parts.use(
    await startRelay({
      port: options.port,
      target: () => server.target(),
      tap: (clientPort) => recorder.tap(clientPort),
    }),
  );
  const others = parts.use(new OtherServers(options, observer));
  const page = parts.use(servePage({
    port: options.pagePort,
    recorder,
    describe: () => describeLab(options, relay.port, others.names),
    actions: makeActions({
      recorder,
      protocol,
      relayPort: relay.port,
      restart: () => server.restart(),
      servers: async () => [
        await server.asked("this server", protocol),
        ...await others.start(),
      ],
    }),
  }));
  server.start();
  if (!isReference) {
    parts.use(watchFolder(file, concerns(options), () => server.restart()));
  }
  sendFirst(options, server, relay.port, recorder);
  const all = parts.move();
  return {
    port: relay.port,
    pageUrl: `http://127.0.0.1:${page.addr.port}/`,
    recorder,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function makeServer(
  options: LabOptions,
  observer: Observer,
  recorder: Recorder,
): ServerProcess {
  return new ServerProcess(observer, {
    ...programOf(options, options.file),
    importMap: options.importMap,
    onReport: (report) => recorder.report(report),
    onLine: (line) => recorder.log(line),
    onState: (state, detail = "") =>
      recorder.serverState({ type: "server", state, detail }),
  });
}

/**
 * In the folder of a stage, all modules are the learner's server. Elsewhere, the
 * folder may be full of other things.
 */
function concerns({ file, stage }: LabOptions): (name: string) => boolean {
  const own = basename(fromFileUrl(file));
  return (name) => stage ? name.endsWith(".ts") : name === own;
}

/** Sends what the command line asks for, as soon as the server listens. */
async function sendFirst(
  { message }: LabOptions,
  server: ServerProcess,
  port: number,
  recorder: Recorder,
): Promise<void> {
  if (message === undefined) return;
  try {
    await server.target();
    const sending = await send(port, message);
    recorder.expect(sending.port, "--send");
  } catch {
    // The page shows that the server has ended.
  }
}
