import {
  bodyText,
  expectBody,
  expectStatus,
  expectValue,
  httpRequest,
  start,
  suite,
} from "../../../kit/mod.ts";
import { bridge, serveWith, tellUrl } from "./serving.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 3.3: without a Host, the address and port of the " +
    "connection take its place",
  try: "deno task send 'GET / HTTP/1.0\\r\\n\\r\\n'",
});

/** Sends a request without a usable Host. */
async function expectAddress(request: string): Promise<void> {
  await using server = await start(serveWith(tellUrl));
  const response = await server.exchange(request);
  expectStatus(response, 200);
  expectBody(response, `http://${server.host}/path?query`, {
    likely: whyOtherHost(bodyText(response)),
  });
}

/** The likely cause of a wrong URL, if the URL shows it. */
function whyOtherHost(url: string): string | undefined {
  if (url.startsWith("http://null/")) {
    return "headers.get() returns null if Host is missing";
  }
  return url.startsWith("http://path")
    ? "an empty Host is used: || takes it for missing, ?? does not"
    : undefined;
}

Deno.test(test("without a Host the URL has the address", {}, async () => {
  await expectAddress(httpRequest(["GET /path?query HTTP/1.0"]));
}));

Deno.test(test("an empty Host counts as none", {
  because: "RFC 9112 section 3.2: a client that has no authority to send, " +
    "sends an empty Host",
}, async () => {
  await expectAddress(httpRequest(["GET /path?query HTTP/1.1", "Host:"]));
}));

Deno.test(test("an IPv6 address has brackets in a URL", {
  because: "RFC 3986 section 3.2.2",
}, async () => {
  const { body } = await bridge(tellUrl, {
    headers: new Headers(),
    localAddr: { transport: "tcp", hostname: "::1", port: 8000 },
  });
  const url = await new Response(body).text();
  expectValue("the URL", url, "http://[::1]:8000/");
}));
