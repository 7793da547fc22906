/**
 * The suite of stage 03, tasks 9 and 10: whoever asks may ask for anything.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  expectBody,
  expectInBody,
  expectNotInBody,
  expectStatus,
  Failure,
  get,
  Program,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

/** Links, modes, FIFOs and large holes as POSIX has them: Windows skips these. */
const POSIX = ["ln", "mkfifo"];

const SECRET = "the secret that nobody may read";

/** A directory to serve, `www`, and beside it what must stay there. */
function createSite(): Promise<TempDir> {
  return TempDir.create({
    "www/index.html": "<p>Index",
    "www/page.html": "<p>Page",
    "www/notes/tcp.txt": "Bytes, not messages",
    "www/.env": SECRET,
    "www/.git/config": SECRET,
    "www/notes/.draft": SECRET,
    "secret.txt": SECRET,
    "www-secret/secret.txt": SECRET,
  });
}

/** Expects 404 for each of the paths, and the secret for none of them. */
async function expectNotFound(
  server: ServerUnderTest,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectNotInBody(response, SECRET);
      expectStatus(response, 404);
    });
  }
}

Deno.test(task(9, "a path that cannot be decoded is 400", {
  because:
    "RFC 3986 section 2.1 and RFC 3629: percent, two hexadecimal digits; " +
    "and the bytes are UTF-8, each character in its shortest form",
  likely:
    "decodeURIComponent throws: that is the client's mistake, not a 500; " +
    "and it takes %00, which ends a name for the file system",
  try: "curl -i http://127.0.0.1:8000/%zz",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.resolve("www") });
  const paths = [
    "/%",
    "/%4",
    "/%zz",
    "/page.html%",
    "/%u0041",
    "/%FF",
    "/%C3",
    "/notes/%E4%BD",
    "/%C0%AE%C0%AE/secret.txt",
    "/%ED%A0%80",
    "/%F5%80%80%80",
    "/%00",
    "/page.html%00",
    "/page.html%00.jpg",
    "/notes%00/",
  ];
  for (const path of paths) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 400);
    });
  }
}));

Deno.test(task(9, "a name that no file can have is 404", {
  because: "RFC 3986 section 2.2: %2F is another thing than a slash, it " +
    "separates nothing",
  likely:
    "the path is decoded before it is split: split it at the slashes, then " +
    "decode each name; for a name that is too long the file system throws " +
    "ENAMETOOLONG, which has no class in Deno: look at error.code",
  try: "curl -i http://127.0.0.1:8000/notes%2Ftcp.txt",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.resolve("www") });
  await expectNotFound(server, [
    "/notes%2Ftcp.txt",
    "/notes%2ftcp.txt",
    "/notes%2F",
    "/%2Fpage.html",
    "/notes%5Ctcp.txt",
    "/notes\\tcp.txt",
    `/${"x".repeat(300)}`,
    `/${"x".repeat(300)}/`,
    "/directory".repeat(500),
  ]);
}));

Deno.test(task(9, "an empty name is 404: no redirect to another host", {
  because: "RFC 3986 section 4.2: a Location that begins with // names a host",
  likely: "join() makes one slash of two, so the directory is found, and the " +
    "Location //evil.example/../ leads away: refuse empty names",
  try: "curl -i --path-as-is http://127.0.0.1:8000//notes",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.resolve("www") });
  await expectNotFound(server, [
    "//notes",
    "//evil.example/..",
    "//evil.example/%2e%2e",
    "//notes/../notes",
    "/\\evil.example/..",
    "///",
    "//",
    "//page.html",
    "/notes//",
    "/notes//tcp.txt",
  ]);
}));

Deno.test(task(10, "no spelling of .. leads out of the root", {
  because:
    "RFC 3986 section 3.3: a client removes .. before it asks; who sends " +
    "it all the same has no page in mind",
  likely: "what is decoded, joined or tidied leads elsewhere than what was " +
    "checked: refuse every name that begins with a dot, once it is decoded",
  try: "curl -i --path-as-is http://127.0.0.1:8000/../form.html",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.resolve("www") });
  await expectNotFound(server, [
    "/../secret.txt",
    "/notes/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E/secret.txt",
    "/.%2e/secret.txt",
    "/%2e./secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/notes/..%2f..%2fsecret.txt",
    "/%252e%252e/secret.txt",
    "/..%252fsecret.txt",
    "/..;/secret.txt",
    "/.../secret.txt",
    "/../www-secret/secret.txt",
    "/%2e%2e/www-secret/secret.txt",
    "/../www/page.html",
    "/notes/../page.html",
    "/./page.html",
    "/notes/%2e/tcp.txt",
    "/..",
    "/notes/..",
    "/notes/%2e%2e/",
    `/${site.path}/secret.txt`,
  ]);
}));

Deno.test(task(10, "a symbolic link that leaves the root is 404", {
  likely:
    "only the path is checked: Deno.realPath() tells where it leads; and " +
    "that must lie in the root by its names, not by its first letters: " +
    "/www-secret begins with /www",
  needs: POSIX,
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.resolve("www") });
  const links: readonly [name: string, target: string, path: string][] = [
    ["file", site.resolve("secret.txt"), "/file"],
    ["relative.txt", "../secret.txt", "/relative.txt"],
    ["sibling.txt", "../www-secret/secret.txt", "/sibling.txt"],
    ["out", "..", "/out/secret.txt"],
    ["aside", "../www-secret", "/aside/secret.txt"],
    ["aside again", "../www-secret", "/aside%20again/"],
    ["notes/link", "../relative.txt", "/notes/link"],
    ["hidden.txt", ".env", "/hidden.txt"],
    ["git", ".git", "/git/config"],
    ["nowhere.txt", "nothing.txt", "/nowhere.txt"],
    ["circle", "circle", "/circle"],
    ["round", "round/round", "/round/"],
  ];
  for (const [name, target] of links) {
    await Deno.symlink(target, site.resolve(`www/${name}`));
  }
  await expectNotFound(server, links.map(([, , path]) => path));
}));

Deno.test(task(10, "a symbolic link within the root is followed", {
  likely:
    "the root is not resolved: real paths lie in the real path of the root; " +
    "Deno.realPathSync() takes links, steps and URLs, pathname keeps %20",
  needs: POSIX,
}, async () => {
  await using site = await createSite();
  await Deno.symlink("notes/tcp.txt", site.resolve("www/link.txt"));
  await Deno.symlink("notes", site.resolve("www/linked notes"));
  await Deno.symlink("www", site.resolve("a root"));
  const roots: readonly [name: string, root: string | URL][] = [
    ["a path", site.resolve("www")],
    ["a path with a slash at its end", site.resolve("www/")],
    ["a path with steps in it", site.resolve("www/notes/..")],
    ["a path that is a link", site.resolve("a root")],
    ["a file: URL", new URL(`file://${site.path}/a%20root/`)],
  ];
  for (const [name, root] of roots) {
    await variant(`the root is ${name}`, async () => {
      await using server = await start(serve, { root });
      for (const path of ["/link.txt", "/linked%20notes/tcp.txt"]) {
        const response = await server.exchange(get(path));
        expectStatus(response, 200);
        expectBody(response, "Bytes, not messages");
      }
    });
  }
}));

Deno.test(task(10, "hidden files are 404, and in no listing", {
  because: "what begins with a dot was not put there to be seen: .git, .env",
  likely: "only the last name is looked at, or the name before it is decoded",
  try: "curl -i http://127.0.0.1:8000/.git/config",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.resolve("www") });
  await expectNotFound(server, [
    "/.env",
    "/%2eenv",
    "/.git",
    "/.git/",
    "/.git/config",
    "/%2Egit/config",
    "/notes/.draft",
  ]);
  const listing = await server.exchange(get("/notes/"));
  expectStatus(listing, 200);
  expectInBody(listing, "tcp.txt");
  expectNotInBody(listing, ".draft");
}));

Deno.test(task(10, "a listing offers no link that leads nowhere or outside", {
  because: "every link of a listing should lead to a page, not to a 404",
  likely: "readDir() gives every name: find each entry in the way in which a " +
    "request for it would find it, and leave out what would be refused",
  needs: POSIX,
}, async () => {
  await using site = await createSite();
  const targets: Record<string, string> = {
    "dangling.txt": "nothing.txt",
    "loop.txt": "loop.txt",
    "outside.txt": "../../secret.txt",
    "outside": "../../www-secret",
    "hidden.txt": "../.env",
    "inside.txt": "tcp.txt",
  };
  for (const [name, target] of Object.entries(targets)) {
    await Deno.symlink(target, site.resolve(`www/notes/${name}`));
  }
  await using server = await start(serve, { root: site.resolve("www") });
  const listing = await server.exchange(get("/notes/"));
  expectStatus(listing, 200);
  for (const name of ["dangling", "loop", "outside", "hidden"]) {
    expectNotInBody(listing, name);
  }
  expectInBody(listing, "inside.txt");
}));

Deno.test(task(10, "a listing offers no name that is not UTF-8", {
  because: "RFC 3986 section 2.5: a URL cannot name it in a way that this " +
    "server decodes",
  likely: "readDir() puts U+FFFD in place of the bytes, and no file has that " +
    "name: look for the file before you list it",
  needs: ["sh", "printf"],
}, async () => {
  await using site = await TempDir.create({ "notes/tcp.txt": "Bytes" });
  const script = "printf x > \"$(printf 'notes/not utf-8 \\377.txt')\"";
  const sh = new Deno.Command("sh", { args: ["-c", script], cwd: site.path });
  // Some file systems refuse such a name. Then there is nothing to list.
  await sh.output();
  await using server = await start(serve, { root: site.path });
  const listing = await server.exchange(get("/notes/"));
  expectStatus(listing, 200);
  expectNotInBody(listing, "not utf-8");
  expectInBody(listing, "tcp.txt");
}));

Deno.test(task(10, "a root that is no directory is refused at the start", {
  likely: "the root is looked at for the first request only: resolve it with " +
    "Deno.realPathSync in staticFiles, and throw a UsageError",
  try: "deno run -A exercises/03_static/server.ts --root /no/such/directory",
}, async () => {
  await using site = await createSite();
  for (const name of ["nothing", "secret.txt"]) {
    await variant(name, async () => {
      await expectRefusal(site.resolve(name));
    });
  }
  const url = import.meta.resolve("./server.ts");
  const root = site.resolve("nothing");
  await using program = Program.start(url, ["--port=0", `--root=${root}`]);
  const { code, stderr } = await program.ending();
  assertEquals(code, 1, "the exit code");
  const isOneLine = /^[^\n]+\n?$/.test(stderr) && stderr.includes(root);
  if (isOneLine) return;
  throw new Failure("the program does not say in one line what is wrong", {
    expected: `one line on stderr that names ${root}` +
      `\nit printed on stderr: ${stderr.trimEnd() || "nothing"}`,
  });
}));

/** Expects that `serve` throws for a root. */
async function expectRefusal(root: string): Promise<void> {
  let server;
  try {
    server = serve({ root, port: 0, log: () => {} });
  } catch {
    return;
  }
  await server.shutdown();
  throw new Failure("serve() listens, with nothing to serve", {
    expected: "serve() throws if root is not a directory that can be read",
  });
}
