import { expectInBody, get, post, suite, variant } from "../../../kit/mod.ts";
import { expectSentHome, FORM, startSite } from "./notes.ts";

const test = suite(import.meta.url, {
  try: "curl -i -d 'text=  Buy milk ' http://127.0.0.1:8000/notes",
});

const FORM_TYPES = [
  "application/x-www-form-urlencoded;charset=UTF-8",
  "application/x-www-form-urlencoded; charset=utf-8",
  "application/x-www-form-urlencoded ; charset=utf-8",
  "Application/X-WWW-Form-Urlencoded",
];

Deno.test(test("the type of a form may have other spellings", {
  because:
    "RFC 9110 section 8.3.1: a media type is case-insensitive, and may " +
    "have parameters; fetch() sends one with URLSearchParams",
}, async () => {
  await using server = await startSite();
  for (const type of FORM_TYPES) {
    await variant(type, async () => {
      const request = post("/notes", "text=milk", `Content-Type: ${type}`);
      const response = await server.exchange(request);
      expectSentHome(response, {
        likely: response.status === 415
          ? "the whole field is compared: compare what precedes the first " +
            "semicolon, in lower case, without spaces"
          : undefined,
      });
    });
  }
}));

type Row = readonly [
  name: string,
  text: string,
  shown: string,
  likely?: string,
];

const DECODED_TWICE =
  "the text is decoded once more: URLSearchParams has decoded it";

/** Texts as a form sends them, and as the page shows them. */
const NOTES: readonly Row[] = [
  [
    "white space around it",
    "++Buy+milk+%0D%0A",
    "Buy milk",
    "trim() is used for the check, but not for the text that is kept",
  ],
  [
    "1000 characters",
    "m".repeat(1000),
    "m".repeat(1000),
    "1000 characters are allowed, 1001 are not",
  ],
  [
    "white space around 1000 characters",
    `${"+".repeat(5)}${"m".repeat(1000)}+`,
    "m".repeat(1000),
    "the length is taken before the white space is removed",
  ],
  [
    "1000 characters, which are 2000 bytes",
    "%C3%BC".repeat(1000),
    "ü".repeat(1000),
    "the limit counts bytes: text.length counts characters",
  ],
  ["a percent sign", "100%25", "100%", DECODED_TWICE],
  ["a percent-encoded text", "%2541", "%41", DECODED_TWICE],
];

Deno.test(test("a note is kept as it was meant", {
  because: "README: white space around a note is removed; up to 1000 " +
    "characters are kept",
}, async () => {
  await using server = await startSite();
  let id = 0;
  for (const [name, text, shown, likely] of NOTES) {
    await variant(name, async () => {
      const request = post("/notes", `text=${text}`, FORM);
      expectSentHome(await server.exchange(request), { likely });
      const link = `<a href="/notes/${++id}">${shown}</a>`;
      expectInBody(await server.exchange(get("/")), link, { likely });
    });
  }
}));
