import {
  expectField,
  expectStatus,
  get,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { ADA, expectEntries, expectStored, sign, submit } from "./guestbook.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "the guestbook of stage 07 answers every method itself",
  try: "curl -i -d 'firstname=Ada' -d 'message=Hello' http://127.0.0.1:8000/",
});

Deno.test(test("an entry is stored, and is there after a restart", {
  because: "RFC 9110 section 15.4.4: 303 leads the browser back to the page",
}, async () => {
  await using site = await createSite();
  {
    await using server = await start(serve, site.options);
    expectStored(await server.exchange(submit(ADA)));
    await sign(server, "Grace");
    expectEntries(await server.exchange(get("/")), [["Grace"], ["Ada"]]);
  }
  await using server = await start(serve, site.options);
  await variant("after a restart", async () => {
    expectEntries(await server.exchange(get("/")), [["Grace"], ["Ada"]]);
  });
}));

Deno.test(test("a form posted to a file is 405", {
  because: 'the pattern { pathname: "/" } matches nothing below /',
}, async () => {
  await using site = await createSite({ "notes/tcp.txt": "Bytes" });
  await using server = await start(serve, site.options);
  const request = submit(ADA, "/notes/tcp.txt");
  expectStatus(await server.exchange(request), 405);
  expectEntries(await server.exchange(get("/")), []);
}));

Deno.test(test("HEAD is answered like GET", {
  because: "RFC 9110 section 9.3.2",
  try: "curl -I 'http://127.0.0.1:8000/?page=2'",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const rows = [["/?page=1", 200], ["/?page=2", 404]] as const;
  for (const [path, status] of rows) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), status);
      const head = get(path).replace("GET", "HEAD");
      expectStatus(await server.exchange(head, { method: "HEAD" }), status);
    });
  }
}));

Deno.test(test("any other method is 405 with Allow, or 501", {
  because: "RFC 9110 sections 15.5.6 and 15.6.2",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    await variant(method, async () => {
      const request = submit(ADA).replace("POST", method);
      const response = await server.exchange(request);
      expectStatus(response, 405);
      expectField(response, "Allow", "GET, HEAD, POST", {
        likely: response.headers.has("Allow")
          ? undefined
          : "the route is for some methods only: serveDir answered, and its " +
            "405 has no Allow",
      });
    });
  }
  const brew = httpRequest(["BREW / HTTP/1.1", "Host: localhost"]);
  await variant("BREW", async () => {
    expectStatus(await server.exchange(brew), 501);
  });
}));
