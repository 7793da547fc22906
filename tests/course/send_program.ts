/**
 * `deno task send` as a program, and servers of one client to talk to.
 *
 * @module
 */

const SEND = new URL("../../course/send.ts", import.meta.url).pathname;

/** A GET request, with the escapes that `send` understands. */
export const GET: string = String.raw`GET / HTTP/1.1\r\nHost: x\r\n\r\n`;

/** A complete answer. */
export const OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

/** The result of the program. */
export interface Result {
  /** Its exit code. */
  readonly code: number;
  /** Its output. */
  readonly stdout: string;
  /** Its error output. */
  readonly stderr: string;
}

/** A server of one client. */
export interface OneClientServer extends AsyncDisposable {
  /** Its port, as a flag takes it. */
  readonly port: string;
}

/**
 * Runs the program.
 *
 * @param args Its arguments.
 * @param stdin Its standard input.
 * @returns The result.
 */
export async function send(args: string[], stdin = ""): Promise<Result> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-net", SEND, ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  await new Blob([stdin]).stream().pipeTo(child.stdin).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/**
 * Serves one client on a free port.
 *
 * @param onConnection Talks to the client; the test decides how.
 * @returns The server.
 */
export function serveOnce(
  onConnection: (connection: Deno.TcpConn) => Promise<void>,
): OneClientServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  async function serve() {
    try {
      using connection = await listener.accept();
      await onConnection(connection);
    } catch {
      // No client came, or it left early: the test looks at the program.
    }
  }
  const finished = serve();
  return {
    port: `${listener.addr.port}`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await finished;
    },
  };
}

/**
 * Talks as a server does that answers a request and keeps the connection.
 *
 * @param answer The answer.
 * @returns A function for {@linkcode serveOnce}.
 */
export function answering(
  answer: string,
): (connection: Deno.TcpConn) => Promise<void> {
  return async (connection) => {
    await readUntil(connection, "\r\n\r\n");
    await connection.write(new TextEncoder().encode(answer));
    await readToEnd(connection);
  };
}

/**
 * Reads until a text has arrived.
 *
 * @param connection The connection.
 * @param end The text.
 * @returns The text of each read.
 */
export async function readUntil(
  connection: Deno.TcpConn,
  end: string,
): Promise<string[]> {
  const pieces: string[] = [];
  const buffer = new Uint8Array(4096);
  while (!pieces.join("").includes(end)) {
    const count = await connection.read(buffer);
    if (count === null) break;
    pieces.push(String.fromCharCode(...buffer.subarray(0, count)));
  }
  return pieces;
}

/**
 * Reads to the end of file.
 *
 * @param connection The connection.
 */
export async function readToEnd(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(4096);
  while (await connection.read(buffer) !== null);
}
