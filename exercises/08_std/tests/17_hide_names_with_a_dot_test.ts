import { start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectNotFound, SECRET } from "./secret_site.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "files like .env and .git are not meant for readers",
});

const HIDDEN = {
  ".env": SECRET,
  ".git/config": SECRET,
  "notes/.git/config": SECRET,
};

Deno.test(test("a link to a hidden name is 404", {
  because: "serveDir checks the names in the URL, not where a link leads",
  needs: ["ln"],
}, async () => {
  await using site = await createSite(HIDDEN);
  const { root } = site.options;
  await Deno.symlink(".env", `${root}/hidden.txt`);
  await Deno.symlink(".git", `${root}/git`);
  await Deno.symlink("notes/.git", `${root}/inner`);
  await using server = await start(serve, site.options);
  const paths = ["/hidden.txt", "/git", "/git/config", "/inner"];
  await expectNotFound(server, site, [...paths, "/inner/config"]);
}));

Deno.test(test("a hidden name is 404, however it is encoded", {
  try: "curl -i http://127.0.0.1:8000/%2eenv",
}, async () => {
  await using site = await createSite(HIDDEN);
  await using server = await start(serve, site.options);
  const paths = ["/.env", "/%2egit/config", "/notes/.git/config", "/.nothing"];
  await expectNotFound(server, site, paths);
}));
