import {
  expectVariable,
  get,
  httpRequest,
  SHOW_VARIABLES,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import {
  FOR_SH,
  requestWith,
  sideBySide,
  startCgi,
  startOf,
  startWith,
} from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 4.1: a server must set these variables",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/env.ts",
});

/** An address for documentation: the test gives it to the client. */
const CLIENT = "192.0.2.7";

const OWN_PORT = "the port is taken from Host: take that of request.localAddr";

Deno.test(test("a program learns who talks to whom", {}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi(
    { scripts },
    undefined,
    (handler) => (request) =>
      handler(requestWith(request, {
        remoteAddr: { ...request.remoteAddr, hostname: CLIENT },
      })),
  );
  const response = await server.exchange(get("/cgi-bin/show"));
  expectVariable(response, "GATEWAY_INTERFACE", "CGI/1.1");
  expectVariable(response, "SERVER_SOFTWARE", /./);
  expectVariable(response, "SERVER_PORT", `${server.addr.port}`, {
    likely: OWN_PORT,
  });
  for (const name of ["REMOTE_ADDR", "REMOTE_HOST"]) {
    const text = startOf(response);
    expectVariable(response, name, CLIENT, {
      likely: text.includes(`${name}=${CLIENT}:`)
        ? "the value has the port too: it is the address alone"
        : text.includes(`${name}=127.0.0.1`)
        ? "this is the server's address: the client's is request.remoteAddr"
        : undefined,
    });
  }
}));

const PROTOCOLS: readonly [version: string, fieldLine: string][] = [
  ["HTTP/1.0", "Accept: */*"],
  ["HTTP/1.1", "Host: localhost"],
];

Deno.test(test("SERVER_PROTOCOL is the version of the request", {
  because: "RFC 3875 section 4.1.16",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(PROTOCOLS, async ([version, fieldLine]) => {
    const lines = [`GET /cgi-bin/show ${version}`, fieldLine];
    const response = await server.exchange(httpRequest(lines));
    expectVariable(response, "SERVER_PROTOCOL", version);
  });
}));

const HOSTS: readonly [fieldLine: string, serverName: string | RegExp][] = [
  ["Host: localhost", "localhost"],
  ["Host: example.org:81", "example.org"],
  ["Host: [::1]:8000", "[::1]"],
  ["Host: [::1]", "[::1]"],
  ["Host: [2001:db8::a]", "[2001:db8::a]"],
  ["Host: example.org:", "example.org"],
  // RFC 3875 does not allow this name: the server may give its address instead.
  ["Host: a!b:81", /^(a!b|127\.0\.0\.1)$/],
];

Deno.test(test("SERVER_NAME is the name in Host, SERVER_PORT your own", {
  because: "RFC 3875 sections 4.1.14 and 4.1.15",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  const scripts = { "/cgi-bin": directory.path };
  // The engine of this server accepts each Host of the table.
  await using server = await startCgi({ scripts });
  await sideBySide(HOSTS, async ([fieldLine, serverName]) => {
    const lines = ["GET /cgi-bin/show HTTP/1.1", fieldLine];
    const response = await server.exchange(httpRequest(lines));
    expectVariable(response, "SERVER_NAME", serverName, {
      likely: fieldLine.includes("[")
        ? "the value is cut at the wrong colon: an IPv6 address has colons of " +
          "its own"
        : fieldLine.includes("!")
        ? "a pattern for Host finds a part of the name: it begins with ^ and " +
          "ends with $"
        : "Host may have a port, which is not a part of the name",
    });
    expectVariable(response, "SERVER_PORT", `${server.addr.port}`, {
      likely: OWN_PORT,
    });
  });
}));

const ADDRESSES: readonly [
  name: string,
  lines: string[],
  hostname: string,
  serverName: string,
][] = [
  ["no Host", ["HTTP/1.0", "Accept: */*"], "127.0.0.1", "127.0.0.1"],
  ["an empty Host", ["HTTP/1.1", "Host:"], "127.0.0.1", "127.0.0.1"],
  ["IPv6", ["HTTP/1.0", "Accept: */*"], "::1", "[::1]"],
];

Deno.test(test("without Host, SERVER_NAME is the server's address", {
  because: "RFC 9112 section 3.2: HTTP/1.0 does not require Host; RFC 3875 " +
    "section 4.1.14: an IPv6 address is in brackets",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  const scripts = { "/cgi-bin": directory.path };
  await sideBySide(ADDRESSES, async ([, lines, hostname, serverName]) => {
    await using server = await startCgi(
      { scripts },
      undefined,
      (handler) => (request) =>
        handler(requestWith(request, {
          localAddr: { ...request.localAddr, hostname },
        })),
    );
    const [version, fieldLine] = lines;
    const request = httpRequest([`GET /cgi-bin/show ${version}`, fieldLine]);
    const response = await server.exchange(request);
    expectVariable(response, "SERVER_NAME", serverName);
  });
}));
