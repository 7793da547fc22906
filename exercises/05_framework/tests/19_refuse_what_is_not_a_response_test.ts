import {
  expectBody,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { NOT_A_RESPONSE, WHY_NOT_SENT } from "./failing.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "JavaScript does not check what a type promises",
});

Deno.test(test("anything else is answered 500, and logged", {}, async () => {
  for (const [name, handler] of Object.entries(NOT_A_RESPONSE)) {
    await variant(name, async () => {
      await using server = await start(serveWith(handler));
      const response = await server.exchange(get("/"), {
        likely: {
          "end of file": WHY_NOT_SENT[name],
          reset: WHY_NOT_SENT[name],
        },
      });
      expectStatus(response, 500, {
        likely: response.status === 200 ? WHY_NOT_SENT[name] : undefined,
      });
      await server.logged("Error");
    });
  }
}));

Deno.test(test("the same Response cannot be sent twice", {
  because: "Fetch Standard section 5.3: a body can be read once",
}, async () => {
  const once = new Response("once");
  await using server = await start(serveWith(() => once));
  expectBody(await server.exchange(get("/")), "once");
  expectStatus(await server.exchange(get("/")), 500);
}));
