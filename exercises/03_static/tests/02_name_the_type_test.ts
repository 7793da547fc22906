import { expectField, suite, variant } from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 8.3",
  try: "curl -i http://127.0.0.1:8000/style.css",
});

const KNOWN: readonly [name: string, type: string][] = [
  ["page.html", "text/html; charset=UTF-8"],
  ["style.css", "text/css; charset=UTF-8"],
  ["script.js", "text/javascript; charset=UTF-8"],
  ["note.txt", "text/plain; charset=UTF-8"],
  ["drawing.png", "image/png"],
  ["photo.jpg", "image/jpeg"],
  ["PHOTO.JPG", "image/jpeg"],
  ["icon.svg", "image/svg+xml"],
  ["archive.tar.gz", "application/gzip"],
];

Deno.test(
  test("the extension of the name tells the media type", {}, async () => {
    for (const [name, type] of KNOWN) await expectType(name, type);
  }),
);

/** Names without an extension, and with one that is unknown. */
const UNKNOWN = ["some.xyzzy", "LICENSE", "html"];

Deno.test(
  test("a file without a known extension is some bytes", {}, async () => {
    for (const name of UNKNOWN) {
      await expectType(name, "application/octet-stream");
    }
  }),
);

/** Serves a file, and expects its media type in any case, with or without spaces. */
async function expectType(name: string, type: string): Promise<void> {
  await using site = await serveFiles({ [name]: "x" });
  await variant(name, async () => {
    const response = await site.get(`/${name}`);
    site.expectStatus(response, 200);
    const pattern = type.replace("; ", "; ?").replace("+", "\\+");
    const found = response.headers.get("Content-Type");
    expectField(response, "Content-Type", new RegExp(`^${pattern}$`, "i"), {
      expected: `Content-Type: ${type}`,
      likely: causeOfType(name, type, found),
    });
  });
}

function causeOfType(
  name: string,
  type: string,
  found: string | null,
): string | undefined {
  if (found === null && type === "application/octet-stream") {
    return "contentType() returns undefined for what it does not know: the " +
      "type is then application/octet-stream";
  }
  if (found === null) return undefined;
  if (found === "undefined") {
    return "contentType() has returned undefined, and that was sent as text";
  }
  if (type.startsWith(`${found};`)) {
    return "the charset is missing: contentType() adds it, " +
      "typeByExtension() does not";
  }
  if (!name.includes(".")) {
    return "a name without a dot has no extension: extname() returns an " +
      "empty text for it";
  }
  if (name === "PHOTO.JPG") return "the extension may be in capital letters";
  if (name === "archive.tar.gz") return "the extension begins at the last dot";
  return found === "application/octet-stream"
    ? "contentType() takes the extension: contentType(extname(path))"
    : undefined;
}
