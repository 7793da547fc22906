/**
 * A server in a process of its own, as the measurements of memory need it: what
 * the clients take is not counted.
 *
 * @module
 */

/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** What it has in memory now, in bytes. */
  residentBytes(): Promise<number>;
}

/**
 * Starts a server, and waits until it listens.
 *
 * @param name Its module, beside this one; it prints its port.
 * @param args What it is told.
 * @returns The running server.
 */
export async function startServer(
  name: string,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const module = new URL(name, import.meta.url).href;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", module, ...args],
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  return {
    port: Number(value),
    residentBytes: () => residentBytes(child.pid),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await lines.cancel();
      await child.status;
    },
  };
}

async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-o", "rss=", "-p", `${pid}`],
  }).output();
  return Number(new TextDecoder().decode(stdout)) * 1024;
}

/**
 * Waits.
 *
 * @param ms How long, in milliseconds.
 */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
