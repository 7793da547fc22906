import {
  expectStatus,
  get,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { expectEntries } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn, signTimes } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "input from outside is checked before it is used",
  try: "curl -i 'http://127.0.0.1:8000/?page=-1'",
});

/** Values that are not the number of a page, in a guestbook with one page. */
const VALUES: readonly string[] = [
  ...["0", "-1", "", "two", "1.5", "1e0", "0x1", "%201"],
  ...["1;DROP%20TABLE%20entry", "1%20OR%201=1", "1'"],
];

/** Numbers of pages that do not exist. */
const TOO_HIGH: readonly string[] = [
  ...["2", "1000000", "9007199254740993", "9".repeat(30)],
];

Deno.test(test("a bad page number is answered 400 or 404", {}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const shown = await signTimes(server, database, 10);
  for (const value of [...VALUES, ...TOO_HIGH]) {
    await variant(`?page=${value}`, async () => {
      const response = await server.exchange(get(`/?page=${value}`));
      const isRefused = [400, 404].includes(response.status);
      expectStatus(response, isRefused ? response.status : 400, {
        expected: "the status code 400 or 404",
        likely: TOO_HIGH.includes(value)
          ? "only the first page may be empty; above 2 ** 53, SQLite gets " +
            "another number than the client sent"
          : 'Number() takes "", " 1", "1e3" and "-1", too',
      });
    });
  }
  expectEntries(await server.exchange(get("/?page=1")), shown);
}));

Deno.test(test("the first page is there without entries", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  expectEntries(await server.exchange(get("/?page=1")), []);
}));
