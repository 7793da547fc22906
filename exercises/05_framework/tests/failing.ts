/**
 * Handlers that fail, each in a way of its own.
 *
 * @module
 */

import type { FetchHandler } from "../server.ts";

/** The message of every error; a client must not read it. */
export const SECRET = "the database has the password swordfish";

/** Handlers that throw, by the way in which they do it. */
export const THROWING: Readonly<Record<string, FetchHandler>> = {
  "throws": () => {
    throw new Error(SECRET);
  },
  "rejects": () => Promise.reject(new Error(SECRET)),
  "throws a text": () => {
    throw SECRET;
  },
};

/** Handlers that return something else than a Response that can be sent. */
export const NOT_A_RESPONSE: Readonly<Record<string, FetchHandler>> = {
  "undefined": returning(() => undefined),
  "a text": returning(() => "Hello"),
  "an object": returning(() => ({
    status: 200,
    headers: new Headers(),
    body: null,
  })),
  "Response.error()": returning(() => Response.error()),
  "a Response that was read": returning(async () => {
    const response = new Response("read");
    await response.text();
    return response;
  }),
};

/** Why some of them cannot be sent, although they look like a Response. */
export const WHY_NOT_SENT: Readonly<Record<string, string>> = {
  "an object": "an object with the same properties is not a Response: " +
    "response instanceof Response",
  "Response.error()": 'its type is "error", and its status 0',
  "a Response that was read": "its body can be read once: look at bodyUsed",
};

/** A handler that returns anything. */
function returning(make: () => unknown): FetchHandler {
  return make as FetchHandler;
}
