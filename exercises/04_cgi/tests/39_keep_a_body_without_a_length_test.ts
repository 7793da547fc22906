import {
  expectBody,
  expectStatus,
  get,
  post,
  type ServerUnderTest,
  streamOf,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import type { HttpHandler } from "../../../solutions/02_http.ts";
import { FOR_SH, requestWith, sideBySide, startCgi } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because:
    "RFC 3875 sections 4.1.2 and 4.2: without CONTENT_LENGTH a program " +
    "cannot read; stage 06 has bodies that come in chunks",
});

/** Makes of a request what stage 06 makes of one that comes in chunks. */
function withoutLength(handler: HttpHandler): HttpHandler {
  return (request) => {
    const { method, target, path, query, version, body } = request;
    const { localAddr, remoteAddr, signal } = request;
    const headers = new Headers(request.headers);
    headers.delete("Content-Length");
    headers.set("Transfer-Encoding", "chunked");
    return handler({
      ...{ method, target, path, query, version, headers, body },
      ...{ localAddr, remoteAddr, signal },
      contentLength: undefined,
    });
  };
}

/** Serves programs to requests without a length, with bodies up to 1000 bytes. */
function startChunked(directory: TempDir): Promise<ServerUnderTest> {
  const scripts = { "/cgi-bin": directory.path };
  const options = { scripts, maxBodyBytes: 1000 };
  return startCgi(options, undefined, withoutLength);
}

Deno.test(
  test("a body without a length is kept until it is complete", {}, async () => {
    await using directory = await TempDir.createScripts({
      "echo": `${TEXT_HEADER}\necho "$CONTENT_LENGTH bytes:"\ncat\n` +
        "env | grep HTTP_TRANSFER",
    });
    await using server = await startChunked(directory);
    const body = "x".repeat(1000);
    const response = await server.exchange(post("/cgi-bin/echo", body));
    expectStatus(response, 200, {
      likely: response.status === 413
        ? "a body of exactly maxBodyBytes is not too long"
        : undefined,
    });
    expectBody(response, `1000 bytes:\n${body}`, {
      likely:
        "request.body is not null, but request.contentLength is undefined: " +
        "read the whole body before the program starts",
    });
  }),
);

Deno.test(test("a longer one is 413", {
  because: "RFC 9110 section 15.5.14",
}, async () => {
  await using directory = await TempDir.createScripts({
    "echo": `${TEXT_HEADER}\ncat`,
  });
  await using server = await startChunked(directory);
  const body = "x".repeat(1001);
  const response = await server.exchange(post("/cgi-bin/echo", body));
  expectStatus(response, 413, {
    likely: response.status === 200
      ? "maxBodyBytes is not compared with what has been collected"
      : undefined,
  });
}));

const SIZES: readonly [name: string, bytes: number, status: number][] = [
  ["1 MiB", 1_048_576, 200],
  ["1 MiB and a byte", 1_048_577, 413],
];

Deno.test(test("without the option, the limit is 1 MiB", {}, async () => {
  await using directory = await TempDir.createScripts({
    "count": `${TEXT_HEADER}\nwc -c`,
  });
  const scripts = { "/cgi-bin": directory.path };
  await sideBySide(SIZES, async ([, bytes, status]) => {
    await using server = await startCgi(
      { scripts },
      undefined,
      (handler) => (request) =>
        handler(requestWith(request, { body: streamOf("x".repeat(bytes)) })),
    );
    const response = await server.exchange(get("/cgi-bin/count"));
    expectStatus(response, status);
  });
}));
