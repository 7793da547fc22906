import {
  expectBody,
  expectField,
  expectStatus,
  expectValue,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import { bridge, serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "Fetch Standard section 5.5: a Response has status, headers, body",
  try: "curl -i http://127.0.0.1:8000/",
});

function makeTea(): Response {
  const headers = { "Content-Type": "text/plain", "X-Pot": "round" };
  return new Response("Tea", { status: 201, headers });
}

Deno.test(test("a Response becomes an answer", {}, async () => {
  await using server = await start(serveWith(makeTea));
  const response = await server.exchange(get("/"));
  expectStatus(response, 201);
  expectField(response, "Content-Type", "text/plain");
  expectField(response, "X-Pot", "round");
  expectBody(response, "Tea");
}));

Deno.test(test("a handler may return a promise of a Response", {}, async () => {
  await using server = await start(serveWith(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return makeTea();
  }));
  const response = await server.exchange(get("/"));
  expectStatus(response, 201, {
    likely: response.status === 500
      ? "the properties of the promise are read: await it first"
      : undefined,
  });
  expectBody(response, "Tea");
}));

Deno.test(test("toHttpHandler makes a handler for any engine", {
  because: "stage 06 has another engine: serve is only serveHttp with what " +
    "toHttpHandler returns",
}, async () => {
  const { status, headers, body } = await bridge(() =>
    new Response("Tea", { status: 418 })
  );
  const type = new Headers(headers as HeadersInit).get("Content-Type");
  expectValue("its status", status, 418);
  expectValue("its Content-Type", type, "text/plain;charset=UTF-8");
  expectValue("its body", await new Response(body).text(), "Tea");
}));
