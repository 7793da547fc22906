import {
  expectStatus,
  expectThat,
  expectValue,
  get,
  Program,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "the output of the program is its URL, then its log",
  try: "deno run -A exercises/08_std/server.ts",
});

/** What Deno 2.9 prints when a handler first looks at `request.signal`. */
const DENO_ON_SIGNALS = /^Deno\.serve: request\.signal .*\n/m;

/** The likely cause of a text on the console, if the text shows it. */
function whyPrinted(text: string): string | undefined {
  if (text.includes("Listening on")) {
    return "Deno.serve prints it, unless it has an onListen";
  }
  if (/^\[.*\] \[GET\]/m.test(text)) {
    return "serveDir prints it, unless it is quiet";
  }
}

/** Why a file of the default root has to be there. */
const FOUND = "the status code 200: the program has no --root, and runs in " +
  "another directory, where a relative default root leads nowhere";

Deno.test(test("the program prints its URL and its log, no more", {
  timeoutMs: 20_000,
}, async () => {
  await using site = await createSite();
  const { root, database } = site.options;
  const url = import.meta.resolve("../server.ts");
  const args = ["--port=0", `--database=${database}`];
  await using program = Program.start(url, args, root);
  await program.url();
  for (const [path, status] of [["/style.css", 200], ["/none", 404]] as const) {
    await variant(path, async () => {
      const connection = await program.connect();
      await connection.send(get(path));
      const response = await connection.readResponse();
      expectStatus(response, status, status === 200 ? { expected: FOUND } : {});
      await connection.destroy();
      await program.line(RegExp(`${path}.*${status}`), "line of the log");
    });
  }
  const { code, stdout, stderr } = await program.interrupt();
  const errors = stderr.replace(DENO_ON_SIGNALS, "");
  expectValue("stderr", errors, "", {
    // serveDir prints requests on stdout, and errors on stderr.
    likely: whyPrinted(`${errors}${stdout}`),
  });
  const [first, ...log] = stdout.trimEnd().split("\n");
  const isUrl = /^http:\/\/127\.0\.0\.1:\d+\/$/.test(first);
  expectThat(isUrl, `the first line on stdout is ${first}`, {
    likely: whyPrinted(first),
  });
  expectThat(log.length === 2, `the log of two requests is\n${stdout}`, {
    expected: "one line for each request",
    likely: whyPrinted(stdout),
  });
  expectValue("the exit code", code, 0);
}));
