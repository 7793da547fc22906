/**
 * Whether all who have written are remembered, for the tests. It is given: there
 * is nothing to write here.
 *
 * @module
 */

import { expectStatus, Failure, get } from "../../../kit/mod.ts";
import { ask, type Peer } from "../guestbook_client.ts";
import { shownEntries } from "../page_reader.ts";

/**
 * Reads all pages of the guestbook.
 *
 * @param peer Whose guestbook.
 * @returns The text of all entries, the newest first.
 */
export async function readAll(peer: Peer): Promise<string[]> {
  const all: string[] = [];
  let previous = "";
  for (let number = 1;; number++) {
    const response = await ask(peer, get(`/?page=${number}`));
    if (number > 1 && response.status === 404) return all;
    expectStatus(response, 200);
    const entries = shownEntries(response);
    // Pages are another task: until then, every page shows all entries.
    if (entries.join() === previous) return all;
    previous = entries.join();
    all.push(...entries);
  }
}

/**
 * Expects that all of these have an entry, and only one.
 *
 * @param peer Whose guestbook.
 * @param firstnames The names; no other begins like one of them.
 * @param why The likely cause if certain entries are lost.
 */
export async function expectAll(
  peer: Peer,
  firstnames: readonly string[],
  why?: (lost: readonly string[]) => string | undefined,
): Promise<void> {
  const all = await readAll(peer);
  const counts = firstnames.map((firstname) =>
    all.filter((text) => text.includes(firstname)).length
  );
  const lost = firstnames.filter((_, index) => counts[index] === 0);
  const repeated = counts.filter((count) => count > 1).length;
  if (lost.length === 0 && repeated === 0) return;
  const example = firstnames[counts.findIndex((count) => count !== 1)];
  const headline = lost.length > 0
    ? `${lost.length} of ${firstnames.length} entries are lost: "${example}"`
    : `${repeated} entries are there more than once: "${example}"`;
  throw new Failure(headline, {
    expected: "every entry that was answered 303 is there, once",
    likely: why?.(lost),
  });
}
