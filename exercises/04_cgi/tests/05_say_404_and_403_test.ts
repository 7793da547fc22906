import {
  expectNotInBody,
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import {
  FOR_SH,
  type Row,
  sideBySide,
  startCgi,
  startOf,
  startWith,
} from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

const MISSING: readonly Row[] = [
  ["/cgi-bin/missing"],
  ["/cgi-bin/missing/below"],
  ["/cgi-bin/"],
  ["/cgi-bin"],
  ["/cgi-bin/below/"],
  ["/cgi-bin/below"],
];

Deno.test(test("a path below the prefix without a program is 404", {
  because: "RFC 9110 section 15.5.5",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/missing",
}, async () => {
  await using directory = await TempDir.createScripts({
    "below/greet": `${TEXT_HEADER}\necho hello`,
  });
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts }, () => ({
    status: 200,
    body: "the site has it",
  }));
  await sideBySide(MISSING, async ([path]) => {
    const response = await server.exchange(get(path));
    const likely = startOf(response) === "the site has it"
      ? "the site was asked: below a prefix only programs answer"
      : response.status === 500
      ? "Deno.Command throws NotFound or PermissionDenied: look at the file " +
        "with Deno.stat before you run it"
      : undefined;
    expectStatus(response, 404, { likely });
  });
}));

const MODES: readonly [name: string, mode: number][] = [
  ["rw-r--r--", 0o644],
  ["rw-rw-rw-", 0o666],
];

Deno.test(test("a file that may not be executed is 403, and not shown", {
  because: "RFC 9110 section 15.5.4",
}, async () => {
  await using directory = await TempDir.create();
  for (const [name, mode] of MODES) {
    const script = `#!/bin/sh\n${TEXT_HEADER}\necho swordfish\n`;
    await directory.write(name, script);
    await Deno.chmod(directory.resolve(name), mode);
  }
  await using server = await startWith(directory);
  await sideBySide(MODES, async ([name]) => {
    const response = await server.exchange(get(`/cgi-bin/${name}`));
    expectNotInBody(response, "swordfish", {
      likely:
        "the file is run by an interpreter, or sent by the site: look for " +
        "an x in its mode, (mode & 0o111) !== 0",
    });
    expectStatus(response, 403, {
      likely: response.status === 500
        ? "Deno.Command throws PermissionDenied: look at the mode of the file " +
          "before you run it"
        : undefined,
    });
  });
}));
