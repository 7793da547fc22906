import {
  expectNotInBody,
  expectThat,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { lock, POSIX } from "./awkward_files.ts";
import { serveFiles, type Site } from "./site.ts";

const test = suite(import.meta.url);

/** The likely cause if an answer says where the files are. */
const SENT = {
  likely: "the message of the file system's error is sent, and it has the path",
};

const LOCKED = [
  "/page.html",
  "/notes/",
  "/notes/tcp.txt",
  "/index/",
  // Its index.html is a link to /notes/tcp.txt.
  "/linked/",
];

Deno.test(test("a file that the server has no right to read is 403", {
  because: "RFC 9110 section 15.5.4",
  needs: POSIX,
}, async () => {
  await using site = await serveFiles({
    "page.html": "<p>Page",
    "notes/tcp.txt": "Bytes",
    "index/index.html": "<p>Index",
    "linked/page.html": "<p>Page",
  });
  const { directory } = site;
  const link = directory.resolve("linked/index.html");
  await Deno.symlink("../notes/tcp.txt", link);
  await using _lock = await lock(
    directory.resolve("page.html"),
    directory.resolve("notes"),
    directory.resolve("index/index.html"),
  );
  for (const path of LOCKED) {
    await variant(path, async () => {
      const response = await site.get(path);
      site.expectStatus(response, 403, {
        200: "an index.html that may not be read is 403: the list is for a " +
          "directory without one",
        404: "every error of the file system is answered with 404: the code " +
          "EACCES is 403",
      });
      expectNotInBody(response, directory.path, SENT);
    });
  }
}));

const TOO_LONG = [
  `/${"x".repeat(300)}`,
  `/${"x".repeat(300)}/`,
  "/directory".repeat(500),
];

Deno.test(
  test("a name that is too long is 404", {}, async () => {
    await using site = await serveFiles({ "page.html": "<p>Page" });
    for (const path of TOO_LONG) {
      await variant(`${path.slice(0, 12)}… (${path.length})`, async () => {
        site.expectStatus(await site.get(path), 404);
      });
    }
  }),
);

/** In each of these places each of the names is asked for. */
const PLACES = ["", "/notes", "/page.html", "/circle", "/nothing"];

const NAMES = [
  "",
  "*",
  "~",
  ":",
  "con",
  "page.html::$DATA",
  "C:",
  "%01",
  "%0D%0AX-Evil:%20yes",
  "line%0D%0AX-Evil:%20yes",
  "%7F",
  "%EF%BB%BF",
  "%E2%80%AE",
  "%zz",
  "%00",
  ".",
  "..",
  ".env",
  "x".repeat(300),
];

Deno.test(test("every path is answered, and never with 5xx", {
  because: "RFC 9110 section 15.6: 5xx says that the server has failed",
  needs: POSIX,
}, async () => {
  await using site = await serveFiles({
    "page.html": "<p>Page",
    "notes/tcp.txt": "Bytes",
    "line\r\nX-Evil: yes/index.html": "<p>Lines",
  });
  await Deno.symlink("circle", site.directory.resolve("circle"));
  for (const place of PLACES) {
    for (const name of NAMES) {
      for (const path of [`${place}/${name}`, `${place}/${name}/`]) {
        await variant(path, () => expectSensibleAnswer(site, path));
      }
    }
  }
}));

const SENSIBLE = [200, 301, 400, 403, 404];

/** Expects any answer but 5xx, and no field that came out of the path. */
async function expectSensibleAnswer(site: Site, path: string): Promise<void> {
  const response = await site.get(path);
  expectNotInBody(response, site.directory.path, SENT);
  const isSensible = SENSIBLE.includes(response.status);
  expectThat(isSensible, `status ${response.status}`, {
    expected: `one of ${SENSIBLE.join(", ")}`,
    likely: site.causeOf(response, {
      "Cannot send field": "a field contains characters of the decoded path: " +
        "Location is the path as it was sent",
    }),
  });
  const isEvil = response.headers.has("X-Evil");
  expectThat(!isEvil, "a line end in the path has begun a field", {
    expected: "Location is the path as it was sent, still encoded",
  });
}
