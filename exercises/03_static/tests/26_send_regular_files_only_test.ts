import {
  expectInBody,
  expectNotInBody,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { makeFifo, POSIX, WAITS_FOR_A_WRITER } from "./awkward_files.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, { needs: POSIX });

Deno.test(test("a FIFO or a socket is 404, and is not opened", {}, async () => {
  await using site = await serveFiles();
  const { directory, server } = site;
  await variant("a FIFO", async () => {
    await using _fifo = await makeFifo(directory.resolve("fifo.txt"));
    const request = get("/fifo.txt");
    const response = await server.exchange(request, WAITS_FOR_A_WRITER);
    site.expectStatus(response, 404);
  });
  await variant("a socket", async () => {
    const path = directory.resolve("socket");
    using _socket = Deno.listen({ transport: "unix", path });
    site.expectStatus(await site.get("/socket"), 404, {
      500: "a socket cannot be opened: serve only what isFile",
    });
  });
}));

Deno.test(test("a device is 404", {}, async () => {
  if (!maySeeDevices()) return;
  await using server = await start(serve, { root: "/dev" });
  for (const path of ["/null", "/zero"]) {
    await variant(`/dev${path}`, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 404, {
        likely: response.status === 200
          ? "a device is opened like a file: serve only what isFile"
          : undefined,
      });
    });
  }
}));

/** Directories whose index.html is no regular file, and what may go wrong. */
const LISTED_INSTEAD: Record<
  string,
  { silence: string; "end of file"?: string }
> = {
  "/directory/": {
    ...WAITS_FOR_A_WRITER.likely,
    "end of file": "a directory that is called index.html is sent like a file",
  },
  "/link/": WAITS_FOR_A_WRITER.likely,
  "/fifo/": WAITS_FOR_A_WRITER.likely,
};

Deno.test(
  test(
    "a directory whose index.html cannot be sent is listed",
    {},
    async () => {
      await using site = await serveFiles({
        "secret.txt": "secret",
        "www/directory/index.html/page.html": "<p>Below",
        "www/directory/other.txt": "x",
        "www/link/other.txt": "x",
        "www/fifo/other.txt": "x",
      }, { root: "www" });
      const { directory, server } = site;
      const link = directory.resolve("www/link/index.html");
      await Deno.symlink("../../secret.txt", link);
      const fifo = directory.resolve("www/fifo/index.html");
      await using _fifo = await makeFifo(fifo);
      for (const path of Object.keys(LISTED_INSTEAD)) {
        await variant(path, async () => {
          const response = await server.exchange(get(path), {
            likely: LISTED_INSTEAD[path],
          });
          site.expectStatus(response, 200, {
            IsADirectory: "a directory may be called index.html",
            404: "index.html cannot be sent, but the directory can be listed",
          });
          expectNotInBody(response, "secret", {
            likely:
              "index.html is a link that leads out of the root: check it " +
              "as any other file",
          });
          expectInBody(response, "other.txt");
        });
      }
    },
  ),
);

/** Whether Deno shows devices to this program, which it does only with -A. */
function maySeeDevices(): boolean {
  try {
    Deno.realPathSync("/dev");
    return true;
  } catch {
    return false;
  }
}
