import {
  expectNotInBody,
  expectStatus,
  get,
  post,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { FORM, startSite } from "./notes.ts";

const test = suite(import.meta.url, {
  try: "curl -i -d 'text= ' http://127.0.0.1:8000/notes",
});

type Row = readonly [name: string, body: string];

const BAD: readonly Row[] = [
  ["blank", "text=+"],
  ["empty", "text="],
  ["no field text", "note=Buy+milk"],
  ["1001 characters", `text=${"a".repeat(1001)}`],
];

Deno.test(test("a note without text, or too long, is 400", {
  because: "RFC 9110 section 15.5.1",
}, async () => {
  await using server = await startSite();
  for (const [name, body] of BAD) {
    await variant(name, async () => {
      const response = await server.exchange(post("/notes", body, FORM));
      expectStatus(response, 400);
    });
  }
  expectNotInBody(await server.exchange(get("/")), 'href="/notes/', {
    expected: "a refused note is not kept",
  });
}));

const TYPES: readonly string[][] = [
  ["Content-Type: application/json"],
  ["Content-Type: application/x-www-form-urlencoded2"],
  ["Content-Type: text/plain"],
  ["Content-Type: text/plain; of=application/x-www-form-urlencoded"],
  [],
];

Deno.test(test("a body that is not a form is 415", {
  because: "RFC 9110 section 15.5.16: the type says whether the server can " +
    "read the content",
}, async () => {
  await using server = await startSite();
  for (const fieldLines of TYPES) {
    await variant(fieldLines[0] ?? "no Content-Type", async () => {
      const request = post("/notes", "text=milk", ...fieldLines);
      const response = await server.exchange(request);
      expectStatus(response, 415, {
        likely: response.status === 303
          ? "URLSearchParams reads anything: check the Content-Type first"
          : undefined,
      });
    });
  }
}));
