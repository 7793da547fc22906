/**
 * The suite of stage 04, tasks 8 and 9: programs in any language, and output in
 * none.
 *
 * @module
 */

import { assert } from "@std/assert";
import {
  bodyText,
  expectBody,
  expectField,
  expectInBody,
  expectNotInBody,
  expectStatus,
  get,
  post,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
  variant,
} from "../../kit/mod.ts";
import { startWith } from "./program_server.ts";
import { serve } from "./server.ts";

/** The programs of this suite are not for Windows, which skips the tests. */
const task = suite(import.meta.url, { needs: ["sh"] });

/** A whole runtime takes its time to start: how long, in milliseconds. */
const PATIENT = { silenceMs: 10_000 };

/** A program of Deno that says which Deno runs it, and what that allows it. */
const INTROSPECTION = `
const { state: env } = Deno.permissions.querySync({ name: "env" });
const { state: read } = Deno.permissions.querySync({ name: "read" });
console.log("Content-Type: text/plain\\n\\n" + Deno.execPath());
console.log("env " + env + ", read " + read + ", args " + Deno.args.join());
`;

const MISLED = "Content-Type: text/plain\n\nanother deno, first on the PATH";

/** Sends the form of the page, with a name that is hard to pass on. */
async function postForm(server: ServerUnderTest, path: string): Promise<void> {
  const response = await server.exchange(
    post(
      path,
      "firstname=Gr%C3%BC%C3%9Fe+%26+%3Cb%3E",
      "Content-Type: application/x-www-form-urlencoded",
    ),
    PATIENT,
  );
  expectStatus(response, 200);
  expectField(response, "Content-Type", "text/html; charset=utf-8");
  expectInBody(response, "<p>Grüße &amp; &lt;b&gt;</p>");
}

const COURSE_PROGRAMS: readonly [path: string, text: string | RegExp][] = [
  ["/cgi-bin/hello.sh", "Your address is 127.0.0.1"],
  ["/ht-bin/time.ts", / \d\d:\d\d:\d\d GMT</],
  ["/cgi-bin/env.ts/below", "<td><code>/below</code></td>"],
];

Deno.test(task(8, "the programs of the course answer, and so the page's form", {
  because: "RFC 3875 section 3.4: the file is invoked as a program; by " +
    "default both prefixes lead to cgi-bin/",
  likely: "`env -S deno` looks for deno on the PATH, which may be empty by " +
    "now: run with Deno.execPath() what names deno in its first line, and " +
    "let the system start the others; Deno needs HOME, for its cache",
  try: "curl -d firstname=Ada http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using server = await start(serve);
  for (const [path, text] of COURSE_PROGRAMS) {
    await variant(path, async () => {
      const response = await server.exchange(get(path), PATIENT);
      expectStatus(response, 200);
      expectInBody(response, text);
    });
  }
  const page = bodyText(await server.exchange(get("/")));
  const form = /<form method="post" action="([^"]+)">/.exec(page);
  assert(form, "serve() without options has the page with the form");
  await variant(form[1], () => postForm(server, form[1]));
}));

Deno.test(task(8, "a program in Python answers", {
  likely: "`#!/usr/bin/env python3` looks on the PATH: a program needs one",
  try: "curl -d firstname=Ada http://127.0.0.1:8000/cgi-bin/post.py",
  needs: ["sh", "python3"],
}, async () => {
  await using server = await start(serve);
  await postForm(server, "/cgi-bin/post.py");
}));

Deno.test(task(8, "a program in Perl answers", {
  likely: "`#!/usr/bin/env perl` looks on the PATH: a program needs one",
  try: "curl -i 'http://127.0.0.1:8000/cgi-bin/words.pl?text=tea+for+two'",
  needs: ["sh", "perl"],
}, async () => {
  await using server = await start(serve);
  const target = "/cgi-bin/words.pl?text=t%C3%BC+for+T%C3%9C+%3C";
  const response = await server.exchange(get(target), PATIENT);
  expectStatus(response, 200);
  expectInBody(response, "<dt>tü</dt><dd>2</dd>");
  expectInBody(response, 'value="tü for TÜ &lt;"');
}));

const SHEBANGS: readonly [line: string, env: string, read: string][] = [
  ["#!/usr/bin/env -S deno run --allow-env", "granted", "prompt"],
  ["#!/usr/bin/env -S deno run --allow-env --allow-read", "granted", "granted"],
  ["#!/usr/bin/env deno", "prompt", "prompt"],
  ["#!/nowhere/bin/deno run --allow-read", "prompt", "granted"],
];

Deno.test(task(8, "a first line that names deno means the Deno of the server", {
  because: "RFC 3875 section 3.4; where Deno comes from npx, no PATH leads " +
    "to it; and its flags are the rights of the program",
  likely:
    "the flags of the line are dropped, or replaced by -A: give them to " +
    "Deno.execPath(), then the file",
  try: "head -n 1 cgi-bin/env.ts",
}, async () => {
  await using other = await TempDir.createScripts({
    "deno": `cat <<END\n${MISLED}\nEND`,
  });
  await using directory = await TempDir.create();
  const path = Deno.env.get("PATH") ?? "";
  Deno.env.set("PATH", `${other.path}:${path}`);
  try {
    await using server = await startWith(directory);
    for (const [line, env, read] of SHEBANGS) {
      await directory.writeScript("who.ts", `${line}\n${INTROSPECTION}`);
      await variant(line, async () => {
        const response = await server.exchange(get("/cgi-bin/who.ts"), PATIENT);
        expectStatus(response, 200);
        expectBody(
          response,
          `${Deno.execPath()}\nenv ${env}, read ${read}, args \n`,
        );
      });
    }
  } finally {
    Deno.env.set("PATH", path);
  }
}));

const NO_ANSWERS: readonly [name: string, script: string][] = [
  ["nothing at all", "exit 0"],
  ["no header section", "echo 'Hello, I am a program'"],
  ["an empty header section", "echo\necho Hello"],
  ["a line that is no field", `echo 'Hello there'\n${TEXT_HEADER}\necho hello`],
  [
    "no Content-Type, Location or Status",
    "echo 'X-Colour: blue'\necho\necho x",
  ],
  ["no empty line", "echo 'Content-Type: text/plain'"],
  ["a status in words", `echo 'Status: fine'\n${TEXT_HEADER}\necho x`],
  ["a status of two digits", `echo 'Status: 99'\n${TEXT_HEADER}\necho x`],
  [
    "a status of four digits",
    `echo 'Status: 2000 Fine'\n${TEXT_HEADER}\necho x`,
  ],
  ["a status that is no end", `echo 'Status: 100'\n${TEXT_HEADER}\necho x`],
];

Deno.test(task(9, "output that is no answer is 502, and the log says whose", {
  because: "RFC 3875 section 6.2; RFC 9110 section 15.6.3: what the server " +
    "got from the program is no answer",
  likely:
    "whatever comes is sent with 200; a parser that throws leads to 500, " +
    "which says that the server has failed",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await startWith(directory);
  for (const [index, [name, script]] of NO_ANSWERS.entries()) {
    await directory.writeScript(`say${index}`, script);
    await variant(name, () => expectBadGateway(server, directory, index));
  }
}));

const CRASHES: readonly [name: string, script: string][] = [
  ["an exit code", "echo 'I give up' >&2\nexit 3"],
  ["a signal", "kill -KILL $$"],
  ["a signal within the header", "echo 'X-Colour: blue'\nkill -KILL $$"],
  ["an interpreter that is not there", "#!/nowhere/bin/interpreter\nhello"],
];

Deno.test(task(9, "a program that fails before its answer is 502", {
  because: "RFC 9110 section 15.6.3",
  likely: "Deno.Command throws NotFound where there is no interpreter: the " +
    "program is there, so it is not 404",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await startWith(directory);
  for (const [index, [name, script]] of CRASHES.entries()) {
    await directory.writeScript(`say${index}`, script);
    await variant(name, () => expectBadGateway(server, directory, index));
  }
  await directory.writeScript("late", `${TEXT_HEADER}\necho done\nexit 3`);
  await variant("an exit code behind the answer", async () => {
    const response = await server.exchange(get("/cgi-bin/late"));
    expectStatus(response, 200);
    expectBody(response, "done\n");
  });
}));

/** Expects 502, and that only the log knows more. */
async function expectBadGateway(
  server: ServerUnderTest,
  directory: TempDir,
  index: number,
): Promise<void> {
  const response = await server.exchange(get(`/cgi-bin/say${index}`));
  expectStatus(response, 502);
  expectNotInBody(response, directory.path);
  // The line of the engine, with the request and the status, is not enough.
  const told = server.log.some((line) =>
    line.includes(`say${index}`) && !line.includes("HTTP/1.1")
  );
  assert(told, "the log has a line with the program's name and what is wrong");
}
