import {
  bodyText,
  expectBody,
  expectStatus,
  get,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveWith, tellUrl } from "./serving.ts";

const test = suite(import.meta.url, {
  because:
    "URL Standard section 4.4: dot segments are resolved, encoded ones, " +
    "too; so a handler that needs the path as sent stays on the engine",
});

/** Sends targets, and expects the URLs. */
async function expectUrls(
  urls: Readonly<Record<string, string>>,
): Promise<void> {
  await using server = await start(serveWith(tellUrl));
  for (const [target, url] of Object.entries(urls)) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectStatus(response, 200);
      const isElsewhere = !bodyText(response).startsWith("http://localhost/");
      expectBody(response, url, {
        likely: isElsewhere
          ? "new URL(target, base) takes what follows // for a host: join the " +
            "parts as text"
          : undefined,
      });
    });
  }
}

Deno.test(test("no path changes the host", {
  because: "RFC 9112 section 3.2.1: origin-form is a path, even with two " +
    "slashes",
}, async () => {
  await expectUrls({
    "//evil.example/x": "http://localhost//evil.example/x",
    "/\\evil.example/x": "http://localhost//evil.example/x",
    "/@evil.example/x": "http://localhost/@evil.example/x",
    "/http://evil.example/": "http://localhost/http://evil.example/",
  });
}));

Deno.test(
  test("the URL parser resolves dots, and nothing else", {}, async () => {
    await expectUrls({
      "/a/../b": "http://localhost/b",
      "/a/%2e%2E/b": "http://localhost/b",
      "/../../b": "http://localhost/b",
      "/./a": "http://localhost/a",
      '/a"b': "http://localhost/a%22b",
      "/a%2fb": "http://localhost/a%2fb",
      "/%zz": "http://localhost/%zz",
      "/%00": "http://localhost/%00",
    });
  }),
);

Deno.test(test("the default port is left out", {}, async () => {
  await using server = await start(serveWith(tellUrl));
  const request = httpRequest(["GET / HTTP/1.1", "Host: localhost:80"]);
  expectBody(await server.exchange(request), "http://localhost/");
}));
