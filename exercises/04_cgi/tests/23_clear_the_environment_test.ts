import {
  expectBody,
  expectStatus,
  expectVariable,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, startOf, startWith } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

Deno.test(test("a program does not inherit the server's environment", {
  because: "RFC 3875 section 9.5: there may be passwords in it",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": `${TEXT_HEADER}\nenv | grep -E '^(DATABASE.*|PATH)='`,
  });
  Deno.env.set("DATABASE_PASSWORD", "swordfish");
  try {
    const env = { DATABASE: "guests.db" };
    await using server = await startWith(directory, { env });
    const response = await server.exchange(get("/cgi-bin/show"));
    expectVariable(response, "DATABASE_PASSWORD", undefined, {
      likely: "the environment of the server is copied into env, or " +
        "Deno.Command adds env to it: set clearEnv: true, and put into env " +
        "only what a program needs",
    });
    expectVariable(response, "PATH", /./, {
      likely: "without PATH a program finds no other program",
    });
    expectVariable(response, "DATABASE", "guests.db", {
      likely: "options.env is not passed on",
    });
  } finally {
    Deno.env.delete("DATABASE_PASSWORD");
  }
}));

Deno.test(test("a program of Deno finds its cache", {
  because: "Deno does not start if it cannot find the directory of its cache",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show.ts": "#!/usr/bin/env -S deno run --allow-env\n" +
      'const home = Deno.env.get("HOME") ?? Deno.env.get("DENO_DIR");\n' +
      'console.log("Content-Type: text/plain\\n\\n" + home);\n',
  });
  await using server = await startWith(directory);
  const request = get("/cgi-bin/show.ts");
  const response = await server.exchange(request, { silenceMs: 10_000 });
  expectStatus(response, 200);
  const home = Deno.env.get("HOME") ?? Deno.env.get("DENO_DIR");
  expectBody(response, `${home}\n`, {
    likely: startOf(response) === "undefined\n"
      ? "DENO_DIR, HOME and XDG_CACHE_HOME are not passed on to programs of Deno"
      : undefined,
  });
}));
