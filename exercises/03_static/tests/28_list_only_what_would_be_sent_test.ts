import { expectInBody, expectNotInBody, get, suite } from "../../../kit/mod.ts";
import { lock, makeFifo, POSIX, WAITS_FOR_A_WRITER } from "./awkward_files.ts";
import { serveWithSecrets } from "./secrets.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  because: "every link of a listing should lead to a page, not to an error",
});

const LINKS: Readonly<Record<string, string>> = {
  "dangling.txt": "nothing.txt",
  "loop.txt": "loop.txt",
  "outside.txt": "../../secret.txt",
  "outside": "../../www-secret",
  "hidden.txt": "../.env",
  "inside.txt": "tcp.txt",
};

Deno.test(test("a link that leads nowhere or outside is not listed", {
  needs: POSIX,
}, async () => {
  await using site = await serveWithSecrets();
  for (const [name, target] of Object.entries(LINKS)) {
    await Deno.symlink(target, site.directory.resolve(`www/notes/${name}`));
  }
  const listing = await site.get("/notes/");
  site.expectStatus(listing, 200);
  for (const name of ["dangling", "loop", "outside", "hidden"]) {
    expectNotInBody(listing, name, {
      likely: "readDir() gives every link: look for each entry as a request " +
        "for it would, and leave out what would be refused",
    });
  }
  expectInBody(listing, "inside.txt", {
    likely: "isFile and isDirectory of an entry are false for a link, also " +
      "for one that leads to a file in the root",
  });
}));

Deno.test(test("a file that may not be read, or is a FIFO, is not listed", {
  needs: POSIX,
}, async () => {
  await using site = await serveFiles({
    "notes/tcp.txt": "Bytes",
    "notes/locked.txt": "Bytes",
    "notes/barred/tcp.txt": "Bytes",
    // A name that POSIX allows.
    "notes/back\\slash.txt": "Bytes",
  });
  const { directory, server } = site;
  await Deno.symlink("../pipe", directory.resolve("notes/linked-pipe.txt"));
  await using _fifo = await makeFifo(directory.resolve("pipe"));
  await using _lock = await lock(
    directory.resolve("notes/locked.txt"),
    directory.resolve("notes/barred"),
  );
  const request = get("/notes/");
  const listing = await server.exchange(request, WAITS_FOR_A_WRITER);
  site.expectStatus(listing, 200);
  expectInBody(listing, "tcp.txt");
  expectNotInBody(listing, "locked.txt", {
    likely: "an entry says nothing about the right to read it: open the file",
  });
  expectNotInBody(listing, "barred", {
    likely: "a directory may not be readable either: open it, too",
  });
  expectNotInBody(listing, "linked-pipe.txt", {
    likely: "isSymlink says nothing about what a link leads to",
  });
  expectNotInBody(listing, "slash.txt", {
    likely: "a name with a backslash would be refused: leave it out",
  });
}));

const NOT_DECODED =
  "realPath() throws InvalidData for a link to such a file: " +
  "it counts as missing";

/** Makes a file whose name is not UTF-8, and a link to it. */
const NOT_UTF_8 = `name=$(printf 'not utf-8 \\377.txt')
printf x > "notes/$name" && ln -s "$name" notes/linked.txt`;

Deno.test(test("a name that is not UTF-8 is not listed", {
  because: "RFC 3986 section 2.5: a URL cannot name it in a way that this " +
    "server decodes",
  needs: ["sh", "printf", "ln"],
}, async () => {
  await using site = await serveFiles({ "notes/tcp.txt": "Bytes" });
  const cwd = site.directory.path;
  const sh = new Deno.Command("sh", { args: ["-c", NOT_UTF_8], cwd });
  // Some file systems refuse such a name. Then there is nothing to list.
  await sh.output();
  const listing = await site.get("/notes/");
  site.expectStatus(listing, 200, { 500: NOT_DECODED });
  expectNotInBody(listing, "not utf-8", {
    likely: "readDir() replaces the bytes by U+FFFD, and no file has that " +
      "name: look for the file before you list it",
  });
  expectNotInBody(listing, "linked.txt", { likely: NOT_DECODED });
  expectInBody(listing, "tcp.txt");
  site.expectStatus(await site.get("/notes/linked.txt"), 404, {
    500: NOT_DECODED,
  });
}));
