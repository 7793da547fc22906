import { expectField, expectStatus, suite, variant } from "../../../kit/mod.ts";
import { addNote, HTML, startSite } from "./notes.ts";
import { requestOf } from "./serving.ts";

const test = suite(import.meta.url, {
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
});

const ALLOWED: Readonly<Record<string, string>> = {
  "/": "GET, HEAD",
  "/time": "GET, HEAD",
  "/notes/1": "GET, HEAD",
  "/notes": "POST",
  "/notes/1/delete": "POST",
};

Deno.test(test("405 names the methods that a path has", {
  because: "RFC 9110 section 15.5.6: Allow says what would have worked",
}, async () => {
  await using server = await startSite();
  await addNote(server, "Buy milk");
  for (const [path, methods] of Object.entries(ALLOWED)) {
    await variant(`DELETE ${path}`, async () => {
      const response = await server.exchange(requestOf(`DELETE ${path}`));
      expectStatus(response, 405, {
        likely: response.status === 404
          ? "every request without a route is 404: look for patterns that " +
            "match with another method"
          : undefined,
      });
      expectField(response, "Allow", methods);
      expectField(response, "Content-Type", HTML, {
        expected: "405 is a page, like the other errors",
      });
    });
  }
}));

Deno.test(test("every page answers HEAD", {
  because: "RFC 9110 section 9.1: every server supports GET and HEAD",
}, async () => {
  await using server = await startSite();
  await addNote(server, "Buy milk");
  for (const path of ["/", "/time", "/notes/1"]) {
    await variant(`HEAD ${path}`, async () => {
      const head = requestOf(`HEAD ${path}`);
      const response = await server.exchange(head, { method: "HEAD" });
      expectStatus(response, 200);
    });
  }
}));

Deno.test(test("an unknown method is 501 on any path", {
  because: "RFC 9110 section 15.6.2",
}, async () => {
  await using server = await startSite();
  for (const path of ["/", "/nowhere", "/notes/7"]) {
    await variant(`BREW ${path}`, async () => {
      const response = await server.exchange(requestOf(`BREW ${path}`));
      expectStatus(response, 501, {
        likely: response.status === 404
          ? "the path is looked at first: look at the method"
          : undefined,
      });
      expectField(response, "Content-Type", HTML);
    });
  }
  await variant("PATCH /, which is a standard method", async () => {
    expectStatus(await server.exchange(requestOf("PATCH /")), 405);
  });
}));
