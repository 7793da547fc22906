/**
 * The line from the server's process to the lab: what the server does, one JSON
 * text per line, sent without making the server wait.
 *
 * @module
 */

/** What the server's process says. Times are in ms since 1970, with fractions. */
export type Report =
  /** It listens on this port. */
  | { type: "listening"; port: number }
  /** It has accepted the connection of a client with this port. */
  | { type: "accepted"; port: number; at: number }
  /** It calls a method of that connection. */
  | {
    type: "call";
    id: number;
    port: number;
    name: CallName;
    at: number;
    /** How many bytes it asks for, or gives. */
    asked?: number;
    /** The line that calls: "server.ts:42". */
    where?: string;
  }
  /** A call has returned. */
  | { type: "returned"; id: number; at: number; result: CallResult }
  /** It has started a CGI program. */
  | {
    type: "script";
    id: number;
    at: number;
    command: string;
    /** The meta-variables that tell which request it answers. */
    env: Readonly<Record<string, string>>;
  }
  /** The program has written to stdout, or is sent something to stdin. */
  | {
    type: "piped";
    id: number;
    at: number;
    pipe: "stdin" | "stdout";
    size: number;
    /** The bytes in Base64; left out for what comes after a long output. */
    bytes?: string;
  }
  /** The program has ended, or closed its stdout. */
  | { type: "script ended"; id: number; at: number; how: string };

/** A method of a connection that is watched. */
export type CallName =
  | "read"
  | "write"
  | "closeWrite"
  | "close"
  | "setNoDelay";

/** How many bytes were read or written, `null` for the end, or an error. */
export type CallResult = number | null | { readonly error: string };

/** How much may wait to be sent, in characters; more is left out. */
const MAX_WAITING = 1 << 22;

const encoder = new TextEncoder();

/** Sends reports to the lab. */
export class Reporter {
  readonly #connection: Promise<Deno.TcpConn>;
  #waiting = "";
  #isSending = false;

  /**
   * Connects to the lab.
   *
   * @param connect `Deno.connect`, before anybody could have changed it.
   * @param port Where the lab listens.
   * @param token What the lab knows this process by.
   */
  constructor(connect: typeof Deno.connect, port: number, token: string) {
    this.#connection = connect({ hostname: "127.0.0.1", port });
    this.#waiting = `${JSON.stringify({ token })}\n`;
    this.#connection.then((connection) => endWithLab(connection), () => {});
    this.#send();
  }

  /**
   * Sends one report.
   *
   * @param report What the server does.
   */
  report(report: Report): void {
    if (this.#waiting.length > MAX_WAITING) return;
    this.#waiting += `${JSON.stringify(report)}\n`;
    this.#send();
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      const connection = await this.#connection;
      while (this.#waiting !== "") {
        const bytes = encoder.encode(this.#waiting);
        this.#waiting = "";
        for (let sent = 0; sent < bytes.length;) {
          sent += await connection.write(bytes.subarray(sent));
        }
      }
    } catch {
      // Without the lab, the server runs on; endWithLab() decides.
    }
    this.#isSending = false;
  }
}

/**
 * The time, comparable between the processes of one machine.
 *
 * @returns Milliseconds since 1970, with fractions.
 */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** A lab that was killed must not leave a server behind. */
async function endWithLab(connection: Deno.TcpConn): Promise<void> {
  connection.setNoDelay(true);
  // This read must not keep a server alive that has nothing else to do.
  connection.unref();
  try {
    while (await connection.read(new Uint8Array(16)) !== null);
  } catch {
    // A reset is an end as well.
  }
  Deno.exit(1);
}
