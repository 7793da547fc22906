import {
  expectField,
  expectNoField,
  expectStatus,
  expectThat,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
  toBytes,
} from "../../../kit/mod.ts";
import { FOR_SH, startWith } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

const FIELDS = [
  "X-Zebra: 1",
  "Set-Cookie: a=1; Path=/",
  "X-Apple: 2",
  "Set-Cookie: b=2; Path=/",
  "X-Zebra: 3",
];

Deno.test(test("all fields are sent on, one line each, in their order", {
  because: "RFC 3875 section 6.3.4; RFC 6265 section 3: Set-Cookie cannot be " +
    "joined",
}, async () => {
  await using directory = await TempDir.createScripts({
    "say": [...FIELDS, "Content-Type: text/plain", "", "body"]
      .map((line) => `echo '${line}'`).join("\n"),
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/say"));
  expectStatus(response, 200);
  const found = response.fieldLines
    .filter(({ name }) => /^(?:x-|set-cookie$)/i.test(name))
    .map(({ name, value }) => `${name}: ${value}`);
  const lost = FIELDS.length - found.length;
  const holds = found.join("\n").toLowerCase() ===
    FIELDS.join("\n").toLowerCase();
  expectThat(holds, "the fields differ from those of the program", {
    expected: FIELDS.join("\n"),
    likely: lost === 0
      ? "the fields are sorted: Headers does that, a list of pairs does not"
      : "the fields are kept by name, so that the second of a name replaces " +
        "the first or is joined to it: use a list of pairs",
  });
}));

Deno.test(
  test("names may be in lower case, and values have no blanks around them", {
    because: "RFC 9110 sections 5.1 and 5.5",
  }, async () => {
    await using directory = await TempDir.createScripts({
      "say": "echo 'content-type:text/html;charset=utf-8'\n" +
        "echo 'Cache-Control: \t no-store  '\necho\necho '<p>Hello'",
    });
    await using server = await startWith(directory);
    const response = await server.exchange(get("/cgi-bin/say"));
    expectStatus(response, 200, {
      likely: "names are compared as the program wrote them: compare them in " +
        "lower case; or the line is split at colon and space, and here no " +
        "space follows the colon",
    });
    expectField(response, "Content-Type", "text/html;charset=utf-8");
    expectField(response, "Cache-Control", "no-store");
  }),
);

Deno.test(test("a field without a value is not sent", {
  because: "RFC 3875 section 6.3: it means the same as no such field",
}, async () => {
  await using directory = await TempDir.createScripts({
    "say": `echo 'X-Colour:'\n${TEXT_HEADER}\necho body`,
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/say"));
  expectStatus(response, 200);
  expectNoField(response, "X-Colour");
}));

Deno.test(test("a value in UTF-8 is sent byte for byte", {
  because: "RFC 9110 section 5.5: bytes above 7F are opaque data",
}, async () => {
  await using directory = await TempDir.createScripts({
    "say": "printf 'X-Greeting: voil\\303\\240\\n'\n" +
      "echo 'Content-Type: text/plain'\necho\necho body",
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/say"));
  expectStatus(response, 200, {
    likely:
      "a pattern for text is applied to bytes: \\s matches the byte A0, " +
      "which is a part of à in UTF-8",
  });
  // The kit shows one character for each byte.
  const bytes = String.fromCharCode(...toBytes("voilà"));
  const { value } = response.fieldLines.find(({ name }) =>
    name.toLowerCase() === "x-greeting"
  ) ?? {};
  expectField(response, "X-Greeting", bytes, {
    expected: "X-Greeting is voilà in UTF-8, and à is the bytes C3 A0",
    likely: value === bytes.trim()
      ? "trim() removes more than spaces and tabs: with one character per " +
        "byte, A0 is a no-break space, and here it is the end of à"
      : "the output is decoded as UTF-8: the engine sends one byte for each " +
        "character, so make one character of each byte",
  });
}));
