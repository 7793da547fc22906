import {
  expectField,
  expectInBody,
  expectNotInBody,
  expectStatus,
  expectValue,
  get,
  post,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { HttpError, site } from "../server.ts";
import { FORM, HTML, startSite, whyNotEscaped } from "./notes.ts";
import { bridge } from "./serving.ts";

const test = suite(import.meta.url);

type Row = readonly [name: string, request: string, status: number];

const ERRORS: readonly Row[] = [
  ["an empty note", post("/notes", "text=", FORM), 400],
  ["not a form", post("/notes", "milk"), 415],
  ["a note that does not exist", get("/notes/7"), 404],
  ["deleting it", post("/notes/7/delete", ""), 404],
  ["a page that does not exist", get("/nowhere"), 404],
  ["POST to it", post("/nowhere", ""), 404],
];

Deno.test(test("an error is a page, too", {
  because: "a visitor reads it: it needs a way back",
}, async () => {
  await using server = await startSite();
  for (const [name, request, status] of ERRORS) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, status);
      expectField(response, "Content-Type", HTML, {
        likely: response.headers.get("Content-Type")?.startsWith("text/plain")
          ? "the engine answers the HttpError: catch it in the site, " +
            "withErrors"
          : undefined,
      });
      expectInBody(response, /<a[^>]* href="\/"/);
    });
  }
}));

Deno.test(test("an error page escapes what was sent", {}, async () => {
  await using server = await startSite();
  const request = post("/notes", "x", "Content-Type: <script>");
  const response = await server.exchange(request);
  expectStatus(response, 415);
  expectNotInBody(response, "<script>", { likely: whyNotEscaped(response) });
}));

Deno.test(test("the site needs no engine for its errors", {
  because: "Deno.serve does not know HttpError: it would answer 500",
}, async () => {
  const remoteAddr = {
    transport: "tcp",
    hostname: "127.0.0.1",
    port: 50_000,
  } as const;
  const request = new Request("http://localhost/notes/7");
  const answering = Promise.try(site(), request, { remoteAddr });
  const outcome = await answering.then(({ status }) => `${status}`, (error) => {
    if (error instanceof HttpError) return `${error}`;
    throw error;
  });
  expectValue("the status without an engine", outcome, "404");
}));

Deno.test(test("any other error is thrown on", {
  because: "its message is for the log: a visitor must not read it",
}, async () => {
  const broken = new ReadableStream({
    start: (controller) => controller.error(new Error("disk on fire")),
  });
  const [name, value] = FORM.split(": ");
  const answering = bridge(site(), {
    method: "POST",
    path: "/notes",
    headers: new Headers({ Host: "localhost", [name]: value }),
    body: broken,
  });
  const outcome = await answering.then(
    ({ status }) => `answered ${status}`,
    (error) => `threw ${error}`,
  );
  expectValue("what the site did", outcome, "threw Error: disk on fire", {
    likely: outcome.startsWith("answered")
      ? "every error becomes a page: only an HttpError has a message for the " +
        "visitor"
      : undefined,
  });
}));
