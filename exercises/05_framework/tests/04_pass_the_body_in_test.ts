import {
  concat,
  expectBody,
  expectStatus,
  get,
  httpRequest,
  Moment,
  post,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "Fetch Standard section 5.3: what a Request does with its body",
  try: `curl -d 'text=Grüße' http://127.0.0.1:8000/notes`,
});

/** Reads a body in each of the ways that a Request has. */
const READ_BODY: Record<string, (request: Request) => Promise<string>> = {
  "/text": (request) => request.text(),
  "/json": async (request) => (await request.json()).text,
  "/form": async (request) => `${(await request.formData()).get("text")}`,
  "/bytes": async (request) => new TextDecoder().decode(await request.bytes()),
};

const FORM = "Content-Type: application/x-www-form-urlencoded";

const REQUESTS: Readonly<Record<string, string>> = {
  "text": post("/text", "Grüße"),
  "JSON": post("/json", '{"text":"Grüße"}'),
  "a form": post("/form", "text=Gr%C3%BC%C3%9Fe", FORM),
  "bytes": post("/bytes", "Grüße"),
};

Deno.test(test("a handler reads text, JSON, a form and bytes", {}, async () => {
  await using server = await start(serveWith(async (request) => {
    const read = READ_BODY[new URL(request.url).pathname];
    return new Response(await read(request));
  }));
  for (const [name, request] of Object.entries(REQUESTS)) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, 200);
      expectBody(response, "Grüße", {
        likely: response.body.length === 0
          ? "the Request has no body: new Request(url, { …, body })"
          : undefined,
      });
    });
  }
}));

Deno.test(test("the body reaches the handler as it arrives", {}, async () => {
  using began = new Moment("the handler gets the first bytes of the body");
  await using server = await start(serveWith(async ({ body }) => {
    let text = "";
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      began.happen();
    }
    return new Response(text);
  }));
  const client = await server.connect();
  await client.send(post("/", "first, second").replace(", second", ""));
  await began.expect({
    likely:
      "the whole body is read before the handler is called: pass the stream",
  });
  await client.send(", second");
  expectBody(await client.readResponse(), "first, second");
}));

/** Every byte, so that most of them are not UTF-8. */
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);

Deno.test(test("bytes that are not text arrive unchanged", {
  because: "a body is bytes: a picture is not text",
}, async () => {
  await using server = await start(
    serveWith(async (request) => new Response(await request.bytes())),
  );
  const head = ["POST / HTTP/1.1", "Host: localhost", "Content-Length: 256"];
  const request = concat([toBytes(httpRequest(head)), EVERY_BYTE]);
  const response = await server.exchange(request);
  expectBody(response, EVERY_BYTE, {
    likely: response.body.length > 256
      ? "the body is decoded on its way: pass its bytes on"
      : undefined,
  });
}));

Deno.test(test("a request without a body has the body null", {}, async () => {
  await using server = await start(
    serveWith(({ body }) => new Response(`${body}`)),
  );
  expectBody(await server.exchange(get("/")), "null");
}));
