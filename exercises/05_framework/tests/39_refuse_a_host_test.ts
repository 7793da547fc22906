import { httpRequest, suite } from "../../../kit/mod.ts";
import { expectHttpErrors, expectRefused } from "./refusals.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 3.2: a Host with an invalid value is answered 400; " +
    "and the URL Standard allows fewer hosts than RFC 3986",
  try: "curl -i -H 'Host: 1.2.3.999' http://127.0.0.1:8000/",
});

const HOSTS = ["1.2.3.999", "a%2fb", "a%00b", "256.0.0.1:80"];

Deno.test(test("a Host that makes no URL is 400", {}, async () => {
  const requests = HOSTS.map((host) => [
    host,
    { headers: new Headers({ Host: host }) },
  ]);
  await expectHttpErrors(400, Object.fromEntries(requests));
}));

Deno.test(test("neither the handler nor onError is asked", {}, async () => {
  const requests = HOSTS.map((host) => [
    host,
    httpRequest(["GET / HTTP/1.1", `Host: ${host}`]),
  ]);
  await expectRefused(400, Object.fromEntries(requests));
}));
