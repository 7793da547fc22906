import { start, suite, TempDir, variant } from "../../../kit/mod.ts";
import { type Peer, sign, startProgram } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectAll } from "./all_entries.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "a file has no owner: every process reads what the others store",
});

/** How many entries each process stores. */
const COUNT = 30;

Deno.test(
  test(
    "two processes write into one file, and nothing is lost",
    { timeoutMs: 20_000 },
    async () => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      await using program = startProgram(database);
      await sign(program, "First");
      await using server = await start(serve, { database });
      // From now on, a server that keeps a copy has one.
      await sign(server, "Second");
      // All numbers have two digits, so that all pages have the same length.
      const [here, there] = ["here", "there"].map((where) =>
        Array.from({ length: COUNT }, (_, i) => `(${where} ${10 + i})`)
      );
      await Promise.all([signAll(server, here), signAll(program, there)]);
      const names = ["First", "Second", ...here, ...there];
      await variant("as the one process shows it", async () => {
        await expectAll(
          server,
          names,
          (lost) =>
            lost.join() === there.join()
              ? "this process shows a copy of the entries, which has only its " +
                "own: read the file for every page"
              : undefined,
        );
      });
      await variant("as the other process shows it", async () => {
        await expectAll(program, names);
      });
    },
  ),
);

/** Stores entries, two at a time. */
async function signAll(peer: Peer, names: readonly string[]): Promise<void> {
  const half = names.length / 2;
  await Promise.all([
    sign(peer, ...names.slice(0, half)),
    sign(peer, ...names.slice(half)),
  ]);
}
