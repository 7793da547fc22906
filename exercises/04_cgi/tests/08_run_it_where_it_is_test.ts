import {
  expectBody,
  expectStatus,
  expectVariable,
  get,
  SHOW_VARIABLES,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, startCgi, startWith } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

Deno.test(test("a program runs in its own directory", {
  because: "RFC 3875 section 7.2",
}, async () => {
  await using directory = await TempDir.createScripts({
    "below/greet": `${TEXT_HEADER}\ncat greeting`,
  });
  await directory.write("below/greeting", "Hello from the file next to it");
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/below/greet"));
  expectStatus(response, 200);
  expectBody(response, "Hello from the file next to it", {
    likely: "the program runs in another directory, that of the server for " +
      "instance: Deno.Command has an option cwd",
  });
}));

Deno.test(test("SCRIPT_FILENAME is the path of the file", {
  because:
    "RFC 3875 does not name it, but interpreters look for their script " +
    "there: php-cgi finds no file without it",
}, async () => {
  await using directory = await TempDir.createScripts({
    "below/show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/below/show/info"));
  const file = await Deno.realPath(directory.resolve("below/show"));
  expectVariable(response, "SCRIPT_FILENAME", file);
}));

Deno.test(test("a symbolic link is followed to the file", {
  because: "a program that is a link finds what is next to its file",
}, async () => {
  await using directory = await TempDir.createScripts({
    "below/show": `${SHOW_VARIABLES}\npwd -P | sed 's/^/WORKING_DIRECTORY=/'`,
  });
  await Deno.symlink("below/show", directory.resolve("link"));
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/link"));
  const below = await Deno.realPath(directory.resolve("below"));
  expectVariable(response, "SCRIPT_FILENAME", `${below}/show`, {
    likely: "the value is the path of the link: Deno.realPath() follows it",
  });
  expectVariable(response, "WORKING_DIRECTORY", below, {
    likely: "the program runs in the directory of the link: take that of " +
      "SCRIPT_FILENAME",
  });
}));

Deno.test(test("a directory may have a relative path", {
  because: "a server is often started with --cgi-bin my_programs",
  try: "deno run -A exercises/04_cgi/server.ts --cgi-bin cgi-bin",
}, async () => {
  await using directory = await TempDir.createScripts({
    "my_programs/below/greet": `${TEXT_HEADER}\necho hello`,
  });
  await using server = await inDirectory(
    directory,
    () => startCgi({ scripts: { "/cgi-bin": "my_programs" } }),
  );
  const response = await server.exchange(get("/cgi-bin/below/greet"));
  expectStatus(response, 200, {
    likely: "the path is still relative when the program starts, in another " +
      "directory: make it absolute when cgi() is called, with Deno.realPathSync",
  });
  expectBody(response, "hello\n");
}));

/** Starts something in another working directory. */
async function inDirectory<Result>(
  directory: TempDir,
  body: () => Promise<Result>,
): Promise<Result> {
  const cwd = Deno.cwd();
  Deno.chdir(directory.path);
  try {
    return await body();
  } finally {
    Deno.chdir(cwd);
  }
}
