import {
  expectBody,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectNotFound, SECRET } from "./secret_site.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "serveDir follows every link, and checks only the names in the URL",
});

const LINKS: readonly [name: string, target: string][] = [
  ["out.txt", "../secret.txt"],
  ["sibling.txt", "../www-secret/secret.txt"],
  ["aside", "../www-secret"],
  ["nowhere.txt", "nothing.txt"],
  ["circle", "circle"],
];

/** A site next to files that are not public. */
async function createSecretSite() {
  const site = await createSite({ "page.html": "<p>Page" });
  await site.directory.write("secret.txt", SECRET);
  await site.directory.write("www-secret/secret.txt", SECRET);
  return site;
}

Deno.test(test("a link that leads out of the root is 404", {
  needs: ["ln"],
}, async () => {
  await using site = await createSecretSite();
  const { root } = site.options;
  for (const [name, target] of LINKS) {
    await Deno.symlink(target, `${root}/${name}`);
  }
  await using server = await start(serve, site.options);
  const paths = LINKS.map(([name]) => `/${name}`);
  await expectNotFound(server, site, [...paths, "/aside/secret.txt"]);
}));

Deno.test(test("a link within the root is followed", {
  needs: ["ln"],
}, async () => {
  await using site = await createSecretSite();
  await Deno.symlink("page.html", `${site.options.root}/inside.html`);
  const linked = site.directory.resolve("linked root");
  await Deno.symlink("www", linked);
  for (const root of [site.options.root, linked]) {
    await variant(
      root === linked ? "the root is a link" : "the root",
      async () => {
        await using server = await start(serve, { ...site.options, root });
        const response = await server.exchange(get("/inside.html"));
        expectStatus(response, 200, {
          likely: response.status === 404 && root === linked
            ? "the real path of a file is compared with a root that is a link: " +
              "use the real path of both"
            : undefined,
        });
        expectBody(response, "<p>Page");
      },
    );
  }
}));

Deno.test(test("no spelling of .. leads out of the root", {
  because: "the URL parser removes ..; it keeps ..%2f, which serveDir decodes",
  try: "curl -i --path-as-is http://127.0.0.1:8000/..%2fREADME.md",
}, async () => {
  await using site = await createSecretSite();
  await using server = await start(serve, site.options);
  await expectNotFound(server, site, [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%2fwww-secret%2fsecret.txt",
    "/..%2fguestbook.db",
    "/%252e%252e/secret.txt",
    "/..\\secret.txt",
    `/${site.directory.path}/secret.txt`,
  ]);
}));

Deno.test(test("a name that no file can have is 404", {
  because: "RFC 9110 section 15.5.5; Deno.realPath throws errors of several " +
    "classes",
}, async () => {
  await using site = await createSecretSite();
  await using server = await start(serve, site.options);
  const paths = [`/${"x".repeat(300)}`, "/page.html/more", "/nothing"];
  await expectNotFound(server, site, paths);
}));
