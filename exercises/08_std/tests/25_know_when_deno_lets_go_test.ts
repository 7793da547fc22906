import {
  expectBody,
  expectNoField,
  expectStatus,
  get,
  Moment,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve, serveFetch } from "../server.ts";
import { createFiles, ENGINE, startBefore } from "./both_columns.ts";

const test = suite(import.meta.url);

Deno.test(test("Deno.serve keeps the connection, and answers in order", {
  because: "RFC 9112 sections 9.3 and 9.3.2; your own engine does so from " +
    "stage 06 on",
  likely: { "end of file": ENGINE },
  try: "curl -v http://127.0.0.1:8000/style.css http://127.0.0.1:8000/",
}, async () => {
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  const connection = await server.connect();
  await connection.send(get("/ten.txt") + get("/nothing"));
  const first = await connection.readResponse();
  expectBody(first, "0123456789");
  expectNoField(first, "Connection");
  expectStatus(await connection.readResponse(), 404);
}));

/** Half-closes at the server of stage 03, which answers all the same. */
async function halfCloseBefore(): Promise<void> {
  await using site = await createFiles();
  await using before = await startBefore(site);
  const connection = await before.connect();
  await connection.send(get("/ten.txt"));
  await connection.closeWrite();
  expectBody(await connection.readResponse(), "0123456789");
}

Deno.test(test("Deno.serve takes a half-close for a departure", {
  because: "RFC 9112 section 9.6 speaks of half-closing for servers only; a " +
    "client says with it only that no more requests follow",
}, async () => {
  await variant("at stage 03", halfCloseBefore);
  using began = new Moment("the handler is called");
  using aborted = new Moment("the half-close aborts request.signal");
  using allowed = new Moment("the handler may answer");
  await using server = await start((options) =>
    serveFetch(options, async ({ signal }) => {
      signal.addEventListener("abort", aborted.happen);
      began.happen();
      await allowed.promise;
      return new Response("late");
    })
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  await began.expect();
  await connection.closeWrite();
  await aborted.expect({ likely: ENGINE });
  allowed.happen();
  await connection.expectEnd("the connection ends, without an answer");
}));

Deno.test(test("request.signal aborts after every answer, too", {
  because: "Deno 2.9 aborts it when the request is over, for good or bad",
}, async () => {
  using aborted = new Moment("the signal aborts after the answer");
  await using server = await start((options) =>
    serveFetch(options, ({ signal }) => {
      signal.addEventListener("abort", aborted.happen);
      return new Response("Hello");
    })
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  expectBody(await connection.readResponse(), "Hello");
  await aborted.expect({ likely: ENGINE });
}));
