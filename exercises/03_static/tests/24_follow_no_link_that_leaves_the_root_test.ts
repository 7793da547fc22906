import { toFileUrl } from "@std/path";
import {
  expectBody,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectHidden, serveWithSecrets } from "./secrets.ts";

const test = suite(import.meta.url, { needs: ["ln"] });

const OUT = "the link is followed wherever it leads: Deno.realPath() tells " +
  "where that is";
const PREFIX = "the first letters of the real path are compared: /www-secret " +
  "begins with /www";
const HIDDEN = "the names of the real path are not looked at: a link within " +
  "the root leads to a hidden file";

const LINKS: readonly [
  name: string,
  target: string,
  path: string,
  likely?: string,
][] = [
  ["relative.txt", "../secret.txt", "/relative.txt", OUT],
  ["out", "..", "/out/secret.txt", OUT],
  ["notes/link", "../relative.txt", "/notes/link", OUT],
  ["sibling.txt", "../www-secret/secret.txt", "/sibling.txt", PREFIX],
  ["aside", "../www-secret", "/aside/secret.txt", PREFIX],
  ["aside again", "../www-secret", "/aside%20again/", PREFIX],
  ["hidden.txt", ".env", "/hidden.txt", HIDDEN],
  ["git", ".git", "/git/config", HIDDEN],
  ["nowhere.txt", "nothing.txt", "/nowhere.txt"],
  ["circle", "circle", "/circle"],
  ["round", "round/round", "/round/"],
];

Deno.test(
  test("a link that leads out, nowhere or in a circle is 404", {}, async () => {
    await using site = await serveWithSecrets();
    const { directory } = site;
    const absolute = directory.resolve("secret.txt");
    await Deno.symlink(absolute, directory.resolve("www/absolute.txt"));
    for (const [name, target] of LINKS) {
      await Deno.symlink(target, directory.resolve(`www/${name}`));
    }
    await expectHidden(site, "/absolute.txt", OUT);
    for (const [, , path, likely] of LINKS) {
      await expectHidden(site, path, likely);
    }
  }),
);

/** Spellings of the root. The links in it are the same for all of them. */
const ROOTS: Readonly<Record<string, (path: string) => string | URL>> = {
  "a path": (path) => `${Deno.realPathSync(path)}/www`,
  "a path with a slash at its end": (path) => `${path}/www/`,
  "a path with steps in it": (path) => `${path}/www/notes/..`,
  "a path that is a link": (path) => `${path}/a root`,
  "a file: URL": (path) => toFileUrl(`${path}/a root/`),
};

Deno.test(
  test(
    "a link within the root is followed, however the root is spelt",
    {},
    async () => {
      await using site = await serveWithSecrets();
      const { directory } = site;
      await Deno.symlink("notes/tcp.txt", directory.resolve("www/link.txt"));
      await Deno.symlink("notes", directory.resolve("www/linked notes"));
      await Deno.symlink("www", directory.resolve("a root"));
      for (const [name, spell] of Object.entries(ROOTS)) {
        await variant(`the root is ${name}`, async () => {
          const root = spell(directory.path);
          await using server = await start(serve, { root });
          for (const path of ["/link.txt", "/linked%20notes/tcp.txt"]) {
            const response = await server.exchange(get(path));
            const likely = response.status !== 404
              ? undefined
              : name === "a path"
              ? "a link within the root is refused: Deno.stat() and " +
                "Deno.realPath() follow links, Deno.lstat() does not"
              : "the root is not resolved: real paths lie in the real path of " +
                "the root, Deno.realPathSync(root)";
            expectStatus(response, 200, { likely });
            expectBody(response, "Bytes, not messages");
          }
        });
      }
    },
  ),
);
