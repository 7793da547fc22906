import {
  expectInBody,
  expectNotInBody,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { HttpError } from "../server.ts";
import { serveWith } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15: the status says whose fault it is",
  likely: {
    "end of file": "the error ends the connection: catch it around the call " +
      "of the handler, and write an answer",
    thrown: "the promise of the handler is not awaited within try",
  },
});

const SECRET = "the password is tuna";

/** Fails in the way that the path names, or answers "ok". */
const failing = serveWith(({ path }) => {
  const error = path.startsWith("/http")
    ? new HttpError(409, "Another client was faster")
    : path === "/text"
    ? SECRET
    : path === "/object"
    ? Object.create(null)
    : new Error(SECRET);
  if (path.endsWith("thrown")) throw error;
  if (path === "/") return { status: 200, body: "ok" };
  return Promise.reject(error);
});

Deno.test(
  test("an HttpError is answered with its status and message", {}, async () => {
    await using server = await start(failing);
    for (const path of ["/http-thrown", "/http-rejected"]) {
      await variant(path, async () => {
        const response = await server.exchange(get(path));
        expectStatus(response, 409, {
          likely: response.status === 500
            ? "every error is answered 500: error instanceof HttpError"
            : undefined,
        });
        expectInBody(response, "Another client was faster");
      });
    }
  }),
);

Deno.test(
  test("any other error is answered 500, and tells nothing", {
    because:
      "RFC 9110 section 15.6.1; how the server works inside is not for " +
      "its clients",
  }, async () => {
    await using server = await start(failing);
    for (const path of ["/thrown", "/rejected", "/text", "/object"]) {
      await variant(path, async () => {
        const response = await server.exchange(get(path), {
          likely: path === "/object"
            ? {
              "end of file":
                "not every value can be made a text: String() of " +
                "Object.create(null) throws",
            }
            : undefined,
        });
        expectStatus(response, 500);
        expectNotInBody(response, "tuna", {
          likely: "the text of any error is sent, or any error becomes an " +
            "HttpError: only the message of an HttpError that the handler has " +
            "thrown is for the client, so send a fixed text otherwise",
        });
      });
    }
    await variant("the next request", async () => {
      expectStatus(await server.exchange(get("/")), 200);
    });
  }),
);

Deno.test(test("the log tells what was thrown", {}, async () => {
  for (const path of ["/thrown", "/text"]) {
    await variant(path, async () => {
      await using server = await start(failing);
      await server.exchange(get(path));
      await server.logged("tuna", {
        expected: "a line of the log with what the handler has thrown",
        likely: server.log.length === 0
          ? "the error is not given to log(), or log is not taken from the options"
          : "a text can be thrown, too: only an Error has a message and a stack",
      });
    });
  }
}));
