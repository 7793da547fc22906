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
    "show": `${TEXT_HEADER}\nenv | grep ^DATABASE`,
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
    expectVariable(response, "DATABASE", "guests.db", {
      likely: "options.env is not passed on",
    });
  } finally {
    Deno.env.delete("DATABASE_PASSWORD");
  }
}));

Deno.test(test("there is a PATH even if the server has none", {
  because: "without PATH a program finds no other program",
}, async () => {
  await using directory = await TempDir.createScripts({
    "path": `${TEXT_HEADER}\nenv | grep ^PATH=`,
  });
  await using server = await startWith(directory);
  const path = Deno.env.get("PATH");
  const withPath = await server.exchange(get("/cgi-bin/path"));
  expectVariable(withPath, "PATH", path, {
    likely: "PATH of the server is not passed on",
  });
  Deno.env.delete("PATH");
  try {
    const response = await server.exchange(get("/cgi-bin/path"));
    expectVariable(response, "PATH", /\/bin/);
  } finally {
    setVariables(["PATH"], [path]);
  }
}));

Deno.test(test("a program of Deno finds its cache", {
  because: "Deno does not start if it cannot find the directory of its cache",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show.ts": "#!/usr/bin/env -S deno run --allow-env\n" +
      "const { DENO_DIR, HOME, XDG_CACHE_HOME } = Deno.env.toObject();\n" +
      'console.log("Content-Type: text/plain\\n");\n' +
      "console.log([DENO_DIR, HOME, XDG_CACHE_HOME].join());\n",
  });
  const names = ["DENO_DIR", "HOME", "XDG_CACHE_HOME"];
  const before = names.map((name) => Deno.env.get(name));
  const values = names.map((name) => directory.resolve(name.toLowerCase()));
  setVariables(names, values);
  try {
    await using server = await startWith(directory);
    const request = get("/cgi-bin/show.ts");
    const response = await server.exchange(request, { silenceMs: 10_000 });
    expectStatus(response, 200);
    expectBody(response, `${values.join()}\n`, {
      likely: /^,|,,|,$/m.test(startOf(response))
        ? "DENO_DIR, HOME and XDG_CACHE_HOME are not passed on to programs of " +
          "Deno"
        : undefined,
    });
  } finally {
    setVariables(names, before);
  }
}));

/** Sets variables of this process, or deletes them. */
function setVariables(
  names: readonly string[],
  values: readonly (string | undefined)[],
): void {
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value === undefined) Deno.env.delete(name);
    else Deno.env.set(name, value);
  }
}
