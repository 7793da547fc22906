import {
  expectBody,
  expectStatus,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { expectHttpErrors, expectRefused } from "./refusals.ts";
import { requestOf, serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9110 section 9.1: methods are case-sensitive, so `get` is not " +
    "GET; the Fetch Standard forbids three methods and capitalises six",
  try: "curl -i -X TRACK http://127.0.0.1:8000/",
});

/** Methods that `new Request` refuses. */
const FORBIDDEN = ["TRACE", "CONNECT", "TRACK", "trace", "Connect"];

/** Methods that `new Request` puts into upper case. */
const CHANGED = ["get", "Post", "hEAD", "delete", "Options", "put"];

Deno.test(test("a forbidden method is refused with 501", {}, async () => {
  await expectHttpErrors(501, byMethod(FORBIDDEN, (method) => ({ method })));
}));

Deno.test(test("a method that would change is refused, too", {}, async () => {
  await expectHttpErrors(501, byMethod(CHANGED, (method) => ({ method })));
}));

Deno.test(test("neither the handler nor onError is asked", {}, async () => {
  const methods = [...FORBIDDEN, ...CHANGED];
  await expectRefused(
    501,
    byMethod(methods, (method) => requestOf(`${method} /`)),
  );
}));

/** Methods of which a forbidden or a changed one is only a part. */
const RESEMBLING = ["RETRACE", "traceroute", "budget", "getaway"];

Deno.test(test("a method that resembles these is served", {}, async () => {
  await using server = await start(
    serveWith(({ method }) => new Response(method)),
  );
  for (const method of RESEMBLING) {
    await variant(method, async () => {
      const response = await server.exchange(requestOf(`${method} /`));
      expectStatus(response, 200, {
        likely: response.status === 501
          ? "a part of the method is compared: compare all of it"
          : undefined,
      });
      expectBody(response, method);
    });
  }
}));

function byMethod<Value>(
  methods: readonly string[],
  make: (method: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(methods.map((method) => [method, make(method)]));
}
