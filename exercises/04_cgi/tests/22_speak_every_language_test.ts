import {
  bodyText,
  expectBody,
  expectField,
  expectInBody,
  expectStatus,
  expectThat,
  get,
  post,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { FOR_SH, type Row, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 3.4: the file is executed as a program",
});

/** A whole runtime takes its time to start: how long, in milliseconds. */
const PATIENT = { silenceMs: 10_000 };

/** A program of Deno: which Deno runs it, and what is it allowed? */
const INTROSPECTION = `
const { state: env } = Deno.permissions.querySync({ name: "env" });
const { state: read } = Deno.permissions.querySync({ name: "read" });
console.log("Content-Type: text/plain\\n\\n" + Deno.execPath());
console.log("env " + env + ", read " + read + ", args " + Deno.args.join());
`;

const MISLED = "Content-Type: text/plain\n\nanother deno, first on the PATH";

const SHEBANGS: readonly [line: string, env: string, read: string][] = [
  ["#!/usr/bin/env -S deno run --allow-env", "granted", "prompt"],
  ["#!/usr/bin/env -S deno run --allow-env --allow-read", "granted", "granted"],
  ["#!/usr/bin/env deno", "prompt", "prompt"],
  ["#!/usr/bin/env deno ", "prompt", "prompt"],
  ["#!/nowhere/bin/deno run --allow-read", "prompt", "granted"],
];

Deno.test(test("a first line that names deno means the Deno of the server", {
  because:
    "where Deno comes from npx, it is not on the PATH; and the flags are " +
    "the rights of the program",
  try: "head -n 1 cgi-bin/env.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "path/deno": `cat <<END\n${MISLED}\nEND`,
  });
  for (const [index, [line]] of SHEBANGS.entries()) {
    await directory.writeScript(`who${index}.ts`, `${line}\n${INTROSPECTION}`);
  }
  const path = Deno.env.get("PATH") ?? "";
  Deno.env.set("PATH", `${directory.resolve("path")}:${path}`);
  try {
    await using server = await startWith(directory);
    await sideBySide(SHEBANGS, async ([, env, read], index) => {
      const request = get(`/cgi-bin/who${index}.ts`);
      const response = await server.exchange(request, PATIENT);
      expectStatus(response, 200);
      const likely = bodyText(response).startsWith("another deno")
        ? "the system looks for deno on the PATH: run Deno.execPath() instead"
        : "the flags of the line are dropped or replaced: Deno.execPath() gets " +
          "them, and then the file";
      const rights = `env ${env}, read ${read}, args `;
      expectBody(response, `${Deno.execPath()}\n${rights}\n`, { likely });
    });
  } finally {
    Deno.env.set("PATH", path);
  }
}));

Deno.test(test("every other program is started as it is", {}, async () => {
  const body = `${TEXT_HEADER}\necho "from sh"\n`;
  await using directory = await TempDir.create();
  // Interpreters whose names contain that of Deno.
  for (const name of ["denoise", "envdeno"]) {
    await Deno.symlink("/bin/sh", directory.resolve(name));
    await directory.writeScript(
      `by-${name}`,
      `#!${directory.resolve(name)}\n${body}`,
    );
  }
  await directory.writeScript("later", `#!/bin/sh\n# not for deno\n${body}`);
  await using server = await startWith(directory);
  const rows: Row[] = [["by-denoise"], ["by-envdeno"], ["later"]];
  await sideBySide(rows, async ([name]) => {
    const response = await server.exchange(get(`/cgi-bin/${name}`), PATIENT);
    const likely = name === "later"
      ? "the name deno is found below the first line, which alone counts"
      : "a part of a word is taken for the name deno: look for the whole word";
    expectStatus(response, 200, { likely });
    expectBody(response, "from sh\n", { likely });
  });
}));

const COURSE: readonly Row[] = [
  ["/ht-bin/time.ts", / \d\d:\d\d:\d\d GMT</],
  ["/cgi-bin/env.ts/below", "<td><code>/below</code></td>"],
];

Deno.test(test("the course's programs and the form of the page work", {
  try: "curl -d firstname=Ada http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using server = await start(serve);
  const page = bodyText(await server.exchange(get("/")));
  const form = /<form method="post" action="([^"]+)">/.exec(page);
  expectThat(form !== null, "the page at / has no form", {
    expected: "serve() without options serves the site of the course",
  });
  await sideBySide([...COURSE, [form[1]]], async ([path, text]) => {
    if (text === undefined) return await postForm(server, path);
    const response = await server.exchange(get(path), PATIENT);
    expectStatus(response, 200);
    expectInBody(response, text as string | RegExp);
  });
}));

Deno.test(test("programs in Python and Perl answer", {
  try: "curl -d firstname=Ada http://127.0.0.1:8000/cgi-bin/post.py",
  needs: ["sh", "python3", "perl"],
}, async () => {
  await using server = await start(serve);
  const target = "/cgi-bin/words.pl?text=t%C3%BC+for+T%C3%9C+%3C";
  await sideBySide([["Python"], ["Perl"]], async ([language]) => {
    if (language === "Python") {
      return await postForm(server, "/cgi-bin/post.py");
    }
    const response = await server.exchange(get(target), PATIENT);
    expectStatus(response, 200);
    expectInBody(response, "<dt>tü</dt><dd>2</dd>");
    expectInBody(response, 'value="tü for TÜ &lt;"');
  });
}));

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
