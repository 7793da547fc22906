import { toFileUrl } from "@std/path";
import {
  expectBody,
  expectField,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/style.css",
});

const WWW = new URL("../../../fixtures/www/", import.meta.url);

const FILES = [
  ["style.css", "text/css; charset=UTF-8"],
  ["test.jpg", "image/jpeg"],
] as const;

Deno.test(test("the course's site is sent, byte for byte", {}, async () => {
  await using site = await createSite();
  const { database } = site.options;
  await using server = await start(serve, { database });
  for (const [name, type] of FILES) {
    await variant(name, async () => {
      const response = await server.exchange(get(`/${name}`));
      expectStatus(response, 200, {
        likely: response.status === 404
          ? "fsRoot is a path, relative to the working directory: fromFileUrl " +
            "of @std/path makes an absolute one of the URL SITE"
          : undefined,
      });
      expectField(response, "Content-Type", type);
      expectBody(response, await Deno.readFile(new URL(name, WWW)));
    });
  }
}));

Deno.test(test("the root is a path or a file: URL", {}, async () => {
  await using site = await createSite();
  const { database } = site.options;
  await site.directory.write("grüne Dateien/notes/tcp.txt", "Bytes");
  const path = site.directory.resolve("grüne Dateien");
  for (const root of [path, toFileUrl(`${path}/`)]) {
    await variant(`${root}`, async () => {
      await using server = await start(serve, { root, database });
      const response = await server.exchange(get("/notes/tcp.txt"));
      expectStatus(response, 200, {
        likely: root instanceof URL && response.status === 404
          ? "the URL is used as a path: fromFileUrl decodes it"
          : undefined,
      });
      expectBody(response, "Bytes");
    });
  }
}));
