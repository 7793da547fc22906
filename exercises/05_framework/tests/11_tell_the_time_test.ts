import {
  bodyText,
  expectField,
  expectInBody,
  expectStatus,
  expectThat,
  get,
  suite,
} from "../../../kit/mod.ts";
import { startSite } from "./notes.ts";

const test = suite(import.meta.url, {
  because: "RFC 9111 section 5.2.2.5: no-store, or a browser shows an old time",
  try: "curl -i http://127.0.0.1:8000/time",
});

Deno.test(test("the time is that of the request", {}, async () => {
  await using server = await startSite();
  for (const _ of ["once", "twice"]) {
    const before = Date.now();
    const response = await server.exchange(get("/time"));
    const after = Date.now();
    expectStatus(response, 200);
    expectField(response, "Content-Type", /^text\/plain\b/);
    expectField(response, "Cache-Control", "no-store");
    expectInBody(response, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\n$/);
    const time = Date.parse(bodyText(response).trim());
    expectThat(
      before <= time && time <= after,
      `the time is ${before - time} ms old`,
      {
        likely: time < before
          ? "the time is taken when the site is made: new Date() in the handler"
          : undefined,
      },
    );
  }
}));
