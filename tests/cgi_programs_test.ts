/**
 * Programs that people really run, on the plain engine of stage 06: a git server
 * (a push of 5 MB and a clone), and PHP. A test whose program is missing is
 * skipped, and says so.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import { get, post, type ServerUnderTest, start, TempDir } from "../kit/mod.ts";
import { findProgram } from "../kit/programs.ts";
import { cgi } from "../solutions/04_cgi.ts";
import { serveHttp } from "../solutions/06_persistent.ts";

/** How much is pushed, in bytes: git sends it in chunks, without a length. */
const PUSHED_BYTES = 5_000_000;

/** The longest body, in bytes. */
const maxBodyBytes = 2 * PUSHED_BYTES;

const GIT = findProgram("git");
const GIT_BACKEND = await findGitBackend();
const PHP = findProgram("php-cgi");

Deno.test({
  name: named("git can push 5 MB and clone them again", {
    "git": GIT,
    "git-http-backend": GIT_BACKEND,
  }),
  ignore: GIT === undefined || GIT_BACKEND === undefined,
  fn: async () => {
    await using directory = await TempDir.createScripts({
      "bin/git": `exec '${GIT_BACKEND}'`,
    });
    const repository = directory.resolve("repositories/notes.git");
    await git(directory, "init", "--bare", repository);
    await git(
      directory,
      "-C",
      repository,
      "config",
      "http.receivepack",
      "true",
    );
    await using server = await startPrograms(directory, {
      GIT_PROJECT_ROOT: directory.resolve("repositories"),
      GIT_HTTP_EXPORT_ALL: "1",
    });
    const url = `http://${server.host}/cgi-bin/git/notes.git`;
    const bytes = randomBytes(PUSHED_BYTES);
    await directory.write("work/random.bin", bytes);
    const work = directory.resolve("work");
    await git(directory, "init", work);
    await git(directory, "-C", work, "add", ".");
    await git(directory, "-C", work, "commit", "--message", "Random bytes");
    await git(directory, "-C", work, "push", url, "HEAD:refs/heads/main");
    const clone = directory.resolve("clone");
    await git(directory, "clone", "--branch", "main", url, clone);
    assertEquals(await Deno.readFile(`${clone}/random.bin`), bytes);
  },
});

Deno.test({
  name: named("php-cgi finds its file, the query and the form", {
    "php-cgi": PHP,
  }),
  ignore: PHP === undefined,
  fn: async () => {
    const script = `#!${PHP}\n<?php echo $_SERVER["REQUEST_METHOD"], " ", ` +
      `$_GET["a"] ?? "-", " ", $_POST["b"] ?? "-", " ", ` +
      `$_SERVER["PATH_INFO"] ?? "-";`;
    await using directory = await TempDir.createScripts({
      "bin/echo.php": script,
    });
    // Without it, Debian's php-cgi refuses to run.
    const env = { REDIRECT_STATUS: "200" };
    await using server = await startPrograms(directory, env);
    const type = "Content-Type: application/x-www-form-urlencoded";
    const rows = [
      [get("/cgi-bin/echo.php/info?a=1"), "GET 1 - /info"],
      [post("/cgi-bin/echo.php?a=1", "b=2", type), "POST 1 2 "],
    ];
    for (const [request, expected] of rows) {
      const response = await server.exchange(request);
      const body = new TextDecoder().decode(response.body);
      assertEquals([response.status, body], [200, expected]);
      assertMatch(response.headers.get("content-type") ?? "", /^text\/html/);
    }
  },
});

/** Serves the programs in `bin`. */
function startPrograms(
  directory: TempDir,
  env: Record<string, string>,
): Promise<ServerUnderTest> {
  const scripts = { "/cgi-bin": directory.resolve("bin") };
  return start((options) => {
    const limits = { ...options, maxBodyBytes };
    const handler = cgi({ ...limits, scripts, env }, () => ({ status: 404 }));
    return serveHttp(limits, handler);
  });
}

/** Runs git without the settings and the proxy of the user. */
async function git(directory: TempDir, ...args: string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(GIT!, {
    args,
    clearEnv: true,
    env: {
      GIT_AUTHOR_EMAIL: "ada@a.example",
      GIT_AUTHOR_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@a.example",
      GIT_COMMITTER_NAME: "Ada",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_TERMINAL_PROMPT: "0",
      HOME: directory.path,
      PATH: Deno.env.get("PATH") ?? "",
    },
    signal: AbortSignal.timeout(60_000),
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  // No more at once.
  for (let at = 0; at < length; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  }
  return bytes;
}

/** The name of a test, and which of its programs are missing. */
function named(
  name: string,
  programs: Record<string, string | undefined>,
): string {
  const missing = Object.keys(programs)
    .filter((program) => programs[program] === undefined);
  return missing.length === 0
    ? name
    : `${name} (skipped: no ${missing.join(", no ")} on this machine)`;
}

/** The program with which git serves; some systems install it separately. */
async function findGitBackend(): Promise<string | undefined> {
  if (GIT === undefined) return undefined;
  const { stdout } = await new Deno.Command(GIT, { args: ["--exec-path"] })
    .output();
  const folder = new TextDecoder().decode(stdout).trimEnd();
  return [`${folder}/git-http-backend`].find(isFile);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
