import { expectInBody, expectNotInBody, suite } from "../../../kit/mod.ts";
import { expectHidden, serveWithSecrets } from "./secrets.ts";

const test = suite(import.meta.url, {
  try: "curl -i --path-as-is http://127.0.0.1:8000/../form.html",
});

const DOTS = "names that begin with a dot are served, and `..` is one";
const ENCODED = "the dots are looked for before the name is decoded";
const SEPARATOR = "a name is split at a separator after it was decoded";
const TWICE = "the path is decoded twice";
const ROOT = "an absolute path is joined as it is: it leaves the root";

const OUTSIDE: readonly [path: string, likely: string][] = [
  ["/../secret.txt", DOTS],
  ["/notes/../../secret.txt", DOTS],
  ["/%2e%2e/secret.txt", ENCODED],
  ["/%2E%2E/secret.txt", ENCODED],
  ["/.%2e/secret.txt", ENCODED],
  ["/%2e./secret.txt", ENCODED],
  ["/%2e%2e%2fsecret.txt", SEPARATOR],
  ["/..%2fsecret.txt", SEPARATOR],
  ["/..%5csecret.txt", SEPARATOR],
  ["/..\\secret.txt", SEPARATOR],
  ["/notes/..%2f..%2fsecret.txt", SEPARATOR],
  ["/%252e%252e/secret.txt", TWICE],
  ["/..%252fsecret.txt", TWICE],
  ["/..;/secret.txt", DOTS],
  ["/.../secret.txt", DOTS],
  ["/../www-secret/secret.txt", DOTS],
  ["/%2e%2e/www-secret/secret.txt", ENCODED],
];

Deno.test(test("no spelling of .. leads out of the root", {
  because: "RFC 3986 section 5.2.4: a client removes .. before it asks, so " +
    "that one that sends it is not looking for a page",
}, async () => {
  await using site = await serveWithSecrets();
  for (const [path, likely] of OUTSIDE) {
    await expectHidden(site, path, likely);
  }
  await expectHidden(site, `/${site.directory.path}/secret.txt`, ROOT);
}));

const TIDIED = "the path is tidied up, with join() for instance, before the " +
  "names are checked: refuse `.` and `..`, do not follow them";

const BACK = [
  "/../www/page.html",
  "/notes/../page.html",
  "/./page.html",
  "/notes/%2e/tcp.txt",
  "/..",
  "/notes/..",
  "/notes/%2e%2e/",
];

Deno.test(test("a path with . or .. is 404, even if it leads back", {
  because: "RFC 3986 section 5.2.4",
}, async () => {
  await using site = await serveWithSecrets();
  for (const path of BACK) {
    await expectHidden(site, path, path.includes("%2e") ? ENCODED : TIDIED);
  }
}));

const HIDDEN: readonly [path: string, likely: string][] = [
  ["/.env", "names that begin with a dot are served"],
  ["/%2eenv", ENCODED],
  ["/.git", "hidden directories are served"],
  ["/.git/", "hidden directories are served"],
  ["/.git/config", "only the last name is looked at"],
  ["/%2Egit/config", ENCODED],
  ["/notes/.draft", "only the first name is looked at"],
];

Deno.test(test("hidden files are 404", {
  because: "files that begin with a dot are not meant to be seen: .git, .env",
  try: "curl -i http://127.0.0.1:8000/.git/config",
}, async () => {
  await using site = await serveWithSecrets();
  for (const [path, likely] of HIDDEN) await expectHidden(site, path, likely);
}));

Deno.test(test("hidden files are in no listing", {}, async () => {
  await using site = await serveWithSecrets();
  const listing = await site.get("/notes/");
  site.expectStatus(listing, 200);
  expectInBody(listing, "tcp.txt");
  expectNotInBody(listing, ".draft", {
    likely: "readDir() gives hidden files too: leave out names that begin " +
      "with a dot",
  });
}));
