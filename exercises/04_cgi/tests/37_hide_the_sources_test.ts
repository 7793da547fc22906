import {
  expectBody,
  expectNotInBody,
  expectStatus,
  get,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { FOR_SH, type Row, sideBySide, startCgi } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because:
    "if the directory is inside the site's, the site would send what the " +
    "programs do not answer",
  try: "curl -i --path-as-is http://127.0.0.1:8000/%63gi-bin/hello.sh",
});

/** Paths that are the program, or something below it. */
const SPELLINGS: readonly Row[] = [
  ["/cgi-bin/secret"],
  ["/cgi-bin/secret/"],
  ["/%63gi-bin/secret"],
  ["/cgi%2Dbin/secret"],
];

/** Paths that some file system, or the site, takes for the program. */
const OTHERS: readonly Row[] = [
  ["/cgi-bin/"],
  ["/cgi-bin/secret%20"],
  ["/cgi-bin/secret."],
  ["/cgi-bin/secret%00"],
  ["/cgi-bin/secret%00.txt"],
  ["/cgi-bin%2Fsecret"],
  ["/cgi-bin%5Csecret"],
  ["/cgi-bin\\secret"],
  ["//cgi-bin/secret"],
  ["/cgi-bin//secret"],
  ["/./cgi-bin/secret"],
  ["/%2E/cgi-bin/secret"],
  ["/below/../cgi-bin/secret"],
  ["/CGI-BIN/secret"],
  ["/Cgi-Bin/secret"],
];

/** Some of them, which are not for the site. */
const NEVER_ASKED: readonly Row[] = [
  ["/CGI-BIN/secret"],
  ["//cgi-bin/secret"],
  ["/./cgi-bin/secret"],
  ["/below/../cgi-bin/secret"],
];

/** A site with a directory of programs inside. */
async function createSite(): Promise<TempDir> {
  const directory = await TempDir.createScripts({
    "cgi-bin/secret": `# swordfish\n${TEXT_HEADER}\necho hello`,
  });
  await directory.write("below/page.txt", "the page");
  // On macOS and Windows these names lead there without a link.
  for (const name of ["CGI-BIN", "Cgi-Bin"]) {
    await link(directory.resolve("cgi-bin"), directory.resolve(name));
  }
  return directory;
}

Deno.test(test("an encoded prefix leads to the program too", {}, async () => {
  await using directory = await createSite();
  const scripts = { "/cgi-bin": directory.resolve("cgi-bin") };
  await using server = await start(serve, { root: directory.path, scripts });
  await sideBySide(SPELLINGS, async ([target]) => {
    const response = await server.exchange(get(target));
    expectNotInBody(response, "swordfish", {
      likely:
        "the prefix is compared before it is decoded, and the site gets " +
        "the request",
    });
    expectBody(response, "hello\n");
  });
}));

Deno.test(test("no other spelling shows the source", {}, async () => {
  await using directory = await createSite();
  const scripts = { "/cgi-bin": directory.resolve("cgi-bin") };
  await using server = await start(serve, { root: directory.path, scripts });
  await sideBySide(OTHERS, async ([target]) => {
    const response = await server.exchange(get(target));
    expectNotInBody(response, "swordfish", {
      likely: /cgi-bin/.test(target)
        ? undefined
        : "the prefix is compared with " +
          "case, and some file systems do not distinguish it",
    });
  });
}));

Deno.test(test("the site is not asked for them", {}, async () => {
  await using directory = await createSite();
  const scripts = { "/cgi-bin": directory.resolve("cgi-bin") };
  await using server = await startCgi({ scripts }, () => ({ status: 200 }));
  await sideBySide(NEVER_ASKED, async ([target]) => {
    const response = await server.exchange(get(target));
    expectStatus(response, 404, {
      likely: response.status === 200
        ? "the site is asked for another spelling of the prefix: compare as " +
          "the most tolerant file system would"
        : undefined,
    });
  });
}));

/** Makes a symbolic link, unless the file system knows the name already. */
async function link(path: string, name: string): Promise<void> {
  try {
    await Deno.symlink(path, name);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}
