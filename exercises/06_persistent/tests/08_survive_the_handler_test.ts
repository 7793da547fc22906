import {
  expectInBody,
  expectNotInBody,
  expectStatus,
  get,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { HttpError, type HttpResponse } from "../server.ts";
import { expectNext, serveWith, textOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9110 section 15: an error is an answer like any other, and the " +
    "client knows where it ends",
});

const ESCAPES = "what the handler throws ends your function: catch it, and " +
  "answer with 500 or the status of the HttpError";

/** Requests whose handler throws, and the status that answers each. */
const THROWN: readonly (readonly [request: string, status: number])[] = [
  [get("/error"), 500],
  [get("/http-error"), 409],
  [post("/error", "hello"), 500],
  [post("/http-error", "hello"), 409],
];

Deno.test(
  test("what a handler throws costs only its own request", {}, async () => {
    await using server = await start(serveThrowing);
    const connection = await server.connect();
    for (const [request, status] of THROWN) {
      await variant(request.slice(0, request.indexOf(" HTTP")), async () => {
        await connection.send(request);
        const response = await connection.readResponse({
          likely: { "end of file": ESCAPES },
        });
        expectStatus(response, status);
        if (status === 409) expectInBody(response, "too late");
        await variant(
          "the request after it",
          () =>
            expectNext(connection, "next", {
              "end of file":
                "every error ends the connection: only an error after " +
                "which the next request cannot be found must do that",
            }),
        );
      });
    }
  }),
);

Deno.test(test("500 tells the client nothing, and the log everything", {
  because: "the message of an error may contain a secret",
}, async () => {
  await using server = await start(serveThrowing);
  const response = await server.exchange(get("/error", "Connection: close"));
  expectStatus(response, 500);
  expectNotInBody(response, "tuna", {
    likely:
      "the message of every error is sent: only that of an HttpError is " +
      "meant for the client",
  });
  await server.logged("tuna", {
    likely: "the error is caught and answered, but not given to log()",
  });
}));

/** JavaScript can throw any value, and not all of them become a text. */
const VALUES: Readonly<Record<string, unknown>> = {
  "null": null,
  "a text": "the password is tuna",
  "an object without a prototype": Object.create(null),
};

Deno.test(
  test("a handler may throw a value that is not an Error", {}, async () => {
    const values = Object.values(VALUES);
    await using server = await start(serveWith(({ path }) => {
      if (path === "/next") return { status: 200, body: "next" };
      throw values[Number(path.slice(1))];
    }));
    for (const [index, name] of Object.keys(VALUES).entries()) {
      await variant(`throw ${name}`, async () => {
        const connection = await server.connect();
        await connection.send(get(`/${index}`));
        const response = await connection.readResponse({
          likely: {
            "end of file": "what is thrown has no stack, or no text: look at " +
              "how your log describes it",
          },
        });
        expectStatus(response, 500);
        await expectNext(connection, "next");
      });
    }
  }),
);

const UNSENDABLE: Readonly<Record<string, unknown>> = {
  "no response": undefined,
  "the status 99": { status: 99 },
  "the status 600": { status: 600 },
  "the status 200.5": { status: 200.5 },
  "no status": {},
  "CR LF in a value": {
    status: 200,
    headers: { "Location": "/\r\nSet-Cookie: admin=1" },
  },
  "a name that is not a token": { status: 200, headers: [["X Y", "1"]] },
  "a body that is a number": { status: 200, body: 5 },
};

Deno.test(test("a response that cannot be sent becomes 500", {
  because:
    "RFC 9110 sections 5.5 and 15, RFC 9112 section 4: CR LF in a value " +
    "would let its author write the rest of the answer",
}, async () => {
  const names = Object.keys(UNSENDABLE);
  await using server = await start(serveWith(({ path }) => {
    if (path === "/next") return { status: 200, body: "next" };
    return UNSENDABLE[names[Number(path.slice(1))]] as HttpResponse;
  }));
  for (const [index, name] of names.entries()) {
    await variant(name, async () => {
      const connection = await server.connect();
      await connection.send(get(`/${index}`));
      const response = await connection.readResponse({
        likely: {
          "end of file": "the error of a response that cannot be sent ends " +
            "your function: make the whole header section inside the same " +
            "try as the handler, before you write any of it",
        },
      });
      expectStatus(response, 500);
      await expectNext(connection, "next");
    });
  }
}));

/** Starts a server whose handler reads the body, and throws. */
const serveThrowing = serveWith(async ({ path, body }) => {
  if (path === "/next") return { status: 200, body: "next" };
  await textOf(body);
  if (path === "/http-error") throw new HttpError(409, "too late");
  throw new Error("the password is tuna");
});
