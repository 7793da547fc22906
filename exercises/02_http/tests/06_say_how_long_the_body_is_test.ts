import {
  expectField,
  expectStatus,
  get,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { CLOSE } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 8.6",
  try: "curl -i -d 'firstname=J%C3%BCrgen' http://127.0.0.1:8000/",
});

/** Requests whose answers have bodies of different kinds. */
const REQUESTS = {
  "the page": get("/", CLOSE),
  "the picture": get("/test.jpg", CLOSE),
  "a path that does not exist": get("/nothing", CLOSE),
};

Deno.test(test("every answer has a Content-Length", {}, async () => {
  await using server = await start(serve);
  for (const [name, request] of Object.entries(REQUESTS)) {
    await variant(name, async () => {
      const connection = await server.connect();
      await connection.send(request);
      const response = await connection.readResponse({
        likely: {
          "end of file": "Content-Length is larger than the body, or one " +
            "write() took only a part of it",
        },
      });
      expectField(response, "Content-Length");
      await connection.expectEnd("as many bytes as Content-Length says");
    });
  }
}));

Deno.test(test("Content-Length counts bytes, not characters", {}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  const form = new URLSearchParams({ firstname: "🐦🐦🐦🐦" });
  await connection.send(post("/", `${form}`, CLOSE));
  const response = await connection.readResponse();
  expectStatus(response, 200);
  expectField(response, "Content-Length");
  await connection.expectEnd({
    expected: "as many bytes as Content-Length says: 4 for each 🐦",
    likely: {
      excess: "Content-Length is the length of a string: encode the body " +
        "first, then take the length of the bytes",
    },
  });
}));
