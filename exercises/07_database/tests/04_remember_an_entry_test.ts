import { get, start, suite, TempDir } from "../../../kit/mod.ts";
import { expectFirstEntries, sign, submit } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectAll } from "./all_entries.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  try: "curl -d 'firstname=Ada' -d 'message=Hello' http://127.0.0.1:8000/; " +
    "curl http://127.0.0.1:8000/",
});

Deno.test(test("the page shows every entry, the newest first", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const written = [["Grace", "Ahoy"], ["Ada", "Hello"], ["Linus", "Hei"]];
  for (const [firstname, message] of written) {
    await server.exchange(submit({ firstname, message }));
  }
  expectFirstEntries(await server.exchange(get("/")), written.toReversed());
}));

Deno.test(
  test("entries that are sent at the same time are all kept", {}, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    const visitors = Array.from({ length: 20 }, (_, index) => `(${index})`);
    await Promise.all(visitors.map((firstname) => sign(server, firstname)));
    await expectAll(server, visitors);
  }),
);
