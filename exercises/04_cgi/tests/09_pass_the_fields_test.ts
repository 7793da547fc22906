import {
  expectVariable,
  get,
  post,
  SHOW_VARIABLES,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { FOR_SH, type Row, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 4.1.18",
  try: "curl -i -H 'X-Colour: blue' http://127.0.0.1:8000/cgi-bin/env.ts",
});

Deno.test(test("a field is a variable whose name begins with HTTP_", {
  because: "RFC 3875 section 4.1.18: upper case, and an underscore for a dash",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": `cat > /dev/null\n${SHOW_VARIABLES}`,
  });
  await using server = await startWith(directory);
  const fields = [
    "User-Agent: the test of stage 04",
    "x-several-dashes: 1",
    "Content-Type: text/plain",
  ];
  const response = await server.exchange(
    post("/cgi-bin/show", "body", ...fields),
  );
  expectVariable(response, "HTTP_USER_AGENT", "the test of stage 04");
  expectVariable(response, "HTTP_HOST", "localhost");
  expectVariable(response, "HTTP_X_SEVERAL_DASHES", "1", {
    likely: 'replace("-", "_") replaces the first dash only: use replaceAll',
  });
  expectVariable(response, "CONTENT_TYPE", "text/plain");
  const because =
    "RFC 3875 section 4.1.18: a field that has a variable of its " +
    "own needs no second one";
  expectVariable(response, "HTTP_CONTENT_TYPE", undefined, { because });
  expectVariable(response, "HTTP_CONTENT_LENGTH", undefined, { because });
}));

Deno.test(test("fields of the same name are one variable", {
  because:
    "RFC 9110 section 5.3, and RFC 6265 section 5.4 for Cookie: a comma " +
    "may be part of a cookie, so it cannot separate two",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  const languages = ["Accept-Language: de", "accept-language: zh;q=0.8"];
  const cookies = ["Cookie: a=1", "Cookie: b=2, 3", "Cookie: c=4"];
  const request = get("/cgi-bin/show", ...languages, ...cookies);
  const response = await server.exchange(request);
  expectVariable(response, "HTTP_ACCEPT_LANGUAGE", /^de, ?zh;q=0\.8$/);
  expectVariable(response, "HTTP_COOKIE", "a=1; b=2, 3; c=4", {
    likely:
      "the engine has joined the fields with a comma in request.headers: " +
      "in stage 02, join Cookie with a semicolon",
  });
}));

const COOKIES: readonly Row[] = [
  ["note=tea, sugar=two"],
  ["a=1, b=2; c=3"],
];

Deno.test(test("a value is not split at a comma", {
  because: "RFC 9110 section 5.3: only a recipient that knows a field can " +
    "split it",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(COOKIES, async ([value]) => {
    const request = get("/cgi-bin/show", `Cookie: ${value}`);
    const response = await server.exchange(request);
    expectVariable(response, "HTTP_COOKIE", value, {
      likely:
        "a comma inside a cookie is replaced: pass on what request.headers " +
        "has",
    });
  });
}));

const GREETINGS: readonly Row[] = [["Grüße, 你好"], ["\ufeffGrüße"]];

Deno.test(test("a value in UTF-8 arrives in UTF-8", {
  because: "a program gets the bytes that the client has sent",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(GREETINGS, async ([value]) => {
    const request = get("/cgi-bin/show", `X-Greeting: ${value}`);
    const response = await server.exchange(request);
    const found = new TextDecoder().decode(response.body);
    expectVariable(response, "HTTP_X_GREETING", value, {
      likely: found.includes("Ã")
        ? "Headers has one character for each byte, and Deno encodes each as " +
          "UTF-8 again: make bytes of the characters, then decode them"
        : value.startsWith("\ufeff")
        ? "TextDecoder removes U+FEFF from the beginning, unless it has " +
          "{ ignoreBOM: true }"
        : undefined,
    });
  });
  await sideBySide([["not UTF-8"]], async () => {
    const request = Uint8Array.from(
      get("/cgi-bin/show", "X-Name: Ren\xe9"),
      (character) => character.charCodeAt(0),
    );
    const response = await server.exchange(request);
    expectVariable(response, "HTTP_X_NAME", /^Ren./, {
      likely: "decoding with { fatal: true } throws: catch that",
    });
  });
}));
