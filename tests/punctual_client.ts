/**
 * A client on a thread of its own: it can send while the event loop of the test
 * is busy. Used as a worker by `deadlines_test.ts`.
 *
 * @module
 */

/** What the client is told. */
export interface Errand {
  /** The port of the server. */
  readonly port: number;
  /** What it sends at once. */
  readonly before: string;
  /** What it sends while the server is busy. */
  readonly meanwhile: string;
  /** Two flags: the server is busy, the client has sent. */
  readonly flags: Int32Array;
}

/** What the client tells: that it is ready, and then the answer. */
export type Report = { ready: true } | { answer: string };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

async function run({ port, before, meanwhile, flags }: Errand): Promise<void> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(encoder.encode(before));
  report({ ready: true });
  Atomics.wait(flags, 0, 0);
  await connection.write(encoder.encode(meanwhile));
  Atomics.store(flags, 1, 1);
  const buffer = new Uint8Array(1024);
  const count = await connection.read(buffer);
  report({ answer: decoder.decode(buffer.subarray(0, count ?? 0)) });
}

/** The global scope of a worker, as far as it is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Errand>) => void) | null;
  postMessage(message: Report): void;
}

const scope = self as unknown as WorkerScope;

function report(message: Report): void {
  scope.postMessage(message);
}

scope.onmessage = ({ data }) => void run(data);
