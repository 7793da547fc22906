import {
  expectField,
  expectStatus,
  expectValue,
  get,
  httpRequest,
  type RawResponse,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { ADA, expectEntries, sign, submit } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 sections 15.5.6 and 15.6.2",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
});

Deno.test(test("HEAD is answered like GET, without the body", {
  because: "RFC 9110 section 9.3.2",
  try: "curl --head http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await sign(server, "Ada");
  for (const path of ["/", "/?page=2"]) {
    await variant(path, async () => {
      const answer = await server.exchange(get(path));
      const request = get(path).replace("GET", "HEAD");
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, answer.status, {
        likely: response.status === 405
          ? "answer HEAD like GET: the engine leaves the body out"
          : undefined,
      });
      const type = answer.headers.get("content-type");
      if (type !== null) expectField(response, "Content-Type", type);
    });
  }
}));

Deno.test(test("other methods are answered 405, or 501", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    await variant(method, async () => {
      const request = submit(ADA);
      const response = await server.exchange(request.replace("POST", method));
      expectStatus(response, 405);
      expectAllow(response);
    });
  }
  const request = httpRequest(["BREW / HTTP/1.1", "Host: localhost"]);
  expectStatus(await server.exchange(request), 501);
  expectEntries(await server.exchange(get("/")), []);
}));

Deno.test(test("OPTIONS is answered 405 or 204, with Allow", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const response = await server.exchange(get("/").replace("GET", "OPTIONS"));
  // To answer it instead of refusing it is fine: Allow tells the methods.
  const isAnswered = [200, 204].includes(response.status);
  if (!isAnswered) expectStatus(response, 405);
  expectAllow(response, "OPTIONS");
}));

/** Expects the three methods in Allow; one more may be there. */
function expectAllow(response: RawResponse, optional?: string): void {
  const allow = expectField(response, "Allow").split(/[ \t]*,[ \t]*/)
    .filter((method) => method !== optional).sort();
  expectValue("Allow", allow, ["GET", "HEAD", "POST"]);
}
