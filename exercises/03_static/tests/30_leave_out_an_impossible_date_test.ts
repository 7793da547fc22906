import {
  expectNoField,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { ifThereIs } from "./awkward_files.ts";
import { LATER_DATE } from "./page.ts";

const test = suite(import.meta.url);

/** Times that some file systems keep, in seconds since 1970. */
const IMPOSSIBLE_TIMES: Readonly<Record<string, number>> = {
  "more than a Date can hold": 9e12,
  "before the year 0": -7e10,
};

/** A directory in memory: unlike those of disks, its files may have any time. */
const MEMORY = "/dev/shm";

Deno.test(ifThereIs(
  MEMORY,
  test("a time that cannot be an HTTP-date is neither sent nor compared", {
    because:
      "RFC 9110 sections 5.6.7, 8.8.2 and 13.1.3: a year has four digits",
  }, async () => {
    const root = await Deno.makeTempDir({ dir: MEMORY });
    try {
      const path = `${root}/page.html`;
      await Deno.writeTextFile(path, "0123456789");
      await using server = await start(serve, { root });
      for (const [name, time] of Object.entries(IMPOSSIBLE_TIMES)) {
        await Deno.utime(path, time, time);
        await variant(name, async () => {
          const fieldLine = `If-Modified-Since: ${LATER_DATE}`;
          const response = await server.exchange(get("/page.html", fieldLine));
          expectNoField(response, "Last-Modified", {
            likely:
              'toUTCString() writes "Invalid Date", or a year with a sign',
          });
          expectStatus(response, 200, {
            likely: response.status === 304
              ? "without Last-Modified there is nothing to compare: ignore " +
                "If-Modified-Since"
              : undefined,
          });
        });
      }
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  }),
));
