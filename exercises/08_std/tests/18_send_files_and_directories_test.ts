import { start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectNotFound } from "./secret_site.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "serveDir opens whatever is there",
});

Deno.test(test("a socket is 404", { needs: ["ln"] }, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const path = `${site.options.root}/socket`;
  using _socket = Deno.listen({ transport: "unix", path });
  await expectNotFound(server, site, ["/socket"]);
}));

Deno.test(test("a named pipe is 404", {
  because: "opening a pipe without a writer blocks a thread of the server " +
    "forever",
  needs: ["mkfifo"],
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const pipe = `${site.options.root}/pipe`;
  await new Deno.Command("mkfifo", { args: [pipe] }).output();
  // A server that opens it all the same does not wait forever.
  using _both = await Deno.open(pipe, { read: true, write: true });
  await expectNotFound(server, site, ["/pipe"]);
}));
