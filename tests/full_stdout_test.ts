/**
 * A program whose stdout is full or cannot be written: a server that runs goes
 * on, and a program that cannot print its URL says so in one line.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import { Connection } from "../kit/mod.ts";
import { ROOT } from "./deno_command.ts";

/** The programs whose log has to survive a full stdout. */
const PROGRAMS = ["solutions/01_tcp.ts"];

/**
 * Runs a program with a non-blocking pipe as its stdout, prints the first line,
 * then fills the pipe and says "full".
 */
const WITH_FULL_PIPE = `
use Fcntl; $| = 1;
pipe(my $reader, my $writer);
fcntl($writer, F_SETFL, O_WRONLY | O_NONBLOCK);
my $pid = fork();
if (!$pid) { open(STDOUT, ">&", $writer); exec @ARGV; }
$SIG{TERM} = sub { kill TERM => $pid };
print scalar <$reader>;
for my $size (4096, 1) { 1 while syswrite($writer, "x" x $size); }
print "full\\n";
waitpid($pid, 0);
exit($? >> 8);
`;

for (const program of PROGRAMS) {
  Deno.test({
    name: `${program} without space on stdout says so in one line`,
    ignore: !exists("/dev/full"),
    async fn() {
      const command = `"$0" run -A --no-check ${program} --port 0 > /dev/full`;
      const { code, stderr } = await new Deno.Command("sh", {
        args: ["-c", command, Deno.execPath()],
        cwd: ROOT,
        stdin: "null",
      }).output();
      const text = new TextDecoder().decode(stderr);
      assertMatch(text, /^Cannot print to stdout: .*\n$/);
      assertEquals(code, 1);
    },
  });

  Deno.test({
    name: `${program} goes on when a non-blocking stdout is full`,
    ignore: !exists("/usr/bin/perl"),
    async fn() {
      const args = [Deno.execPath(), "run", "-A", "--no-check", program];
      await using child = new Deno.Command("perl", {
        args: ["-e", WITH_FULL_PIPE, ...args, "--port", "0"],
        cwd: ROOT,
        stdin: "null",
        stdout: "piped",
      }).spawn();
      const lines = linesOf(child.stdout);
      const { port } = new URL((await lines.next()).value!);
      assertEquals((await lines.next()).value, "full");
      for (let client = 0; client < 3; client++) {
        assertEquals(await ask(Number(port)), "Yes");
      }
      child.kill("SIGTERM");
      assertEquals((await child.status).code, 0);
    },
  });
}

async function ask(port: number): Promise<string> {
  const addr = { transport: "tcp", hostname: "127.0.0.1", port } as const;
  await using connection = await Connection.open(addr);
  await connection.send("can you hear me?");
  return new TextDecoder().decode(await connection.readToEnd());
}

async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
