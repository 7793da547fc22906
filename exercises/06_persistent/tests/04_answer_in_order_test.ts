import {
  allVariants,
  type Connection,
  expectBody,
  expectValue,
  get,
  type LikelyCauses,
  pause,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { expectNext, recordIn, serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 9.3.2: a client may send the next request before " +
    "it has the answer to the last, and one read may bring both",
  try: "deno task send 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" +
    "HEAD / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' --to-end",
});

const LOST: LikelyCauses = {
  silence: "bytes of the next request are lost with the reader of the last: " +
    "make one ByteReader for the whole connection, before the loop",
};

/** How a client may send its requests. */
const WAYS: Readonly<
  Record<string, (connection: Connection, requests: string) => Promise<void>>
> = {
  "2 in one write": (connection, requests) => connection.send(requests),
  "2 in small pieces": (connection, requests) =>
    connection.sendPieces(requests.match(/[^]{1,3}/g)!, 0),
  "100 in one write": (connection, requests) => connection.send(requests),
};

Deno.test(
  test("requests that arrive together are answered in order", {}, async () => {
    await using server = await start(serveWith(({ path, headers }) => ({
      status: 200,
      body: `${path} ${headers.get("x-number")}`,
    })));
    await allVariants(
      Object.entries(WAYS).map(([name, send]) =>
        variant(name, async () => {
          const numbers = [...Array(parseInt(name)).keys()];
          // Every second request has a field that the others lack.
          const requests = numbers.map((number) =>
            number % 2
              ? get(`/${number}`, `X-Number: ${number}`)
              : get(`/${number}`)
          );
          const connection = await server.connect();
          await send(connection, requests.join(""));
          for (const number of numbers) {
            await variant(`request ${number + 1}`, async () => {
              const likely = number > 0 ? LOST : {};
              const response = await connection.readResponse({ likely });
              const body = `/${number} ${number % 2 ? number : null}`;
              expectBody(response, body);
            });
          }
        })
      ),
    );
  }),
);

Deno.test(test("a slow answer is not overtaken by a fast one", {
  because:
    "RFC 9112 section 9.3.2: nothing in an answer says to which request " +
    "it belongs, so only the order tells",
}, async () => {
  let running = 0;
  let most = 0;
  await using server = await start(serveWith(async ({ path }) => {
    most = Math.max(most, ++running);
    if (path === "/slow") await pause(10);
    running--;
    return { status: 200, body: path };
  }));
  const connection = await server.connect();
  const paths = ["/slow", "/fast", "/slow", "/faster"];
  await connection.send(paths.map((path) => get(path)).join(""));
  for (const [index, path] of paths.entries()) {
    await variant(`answer ${index + 1} of ${paths.length}`, async () => {
      const response = await connection.readResponse();
      const found = new TextDecoder().decode(response.body);
      expectBody(response, path, {
        expected: `the answer to request ${index + 1}, ${path}`,
        likely: paths.includes(found)
          ? "the handlers run side by side: begin the next request when the " +
            "last has been answered"
          : undefined,
      });
    });
  }
  expectValue("the number of handlers at the same time", most, 1, {
    expected: "a handler is called when the last request has been answered",
  });
}));

Deno.test(test("a client that half-closes gets all its answers", {
  because:
    "RFC 9293 section 3.6: an end of file says that no more will come, " +
    "not that no answer is wanted",
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const connection = await server.connect();
  await connection.send(get("/one") + get("/two") + get("/three"));
  await connection.closeWrite();
  for (const path of ["/one", "/two", "/three"]) {
    await variant(`GET ${path}`, async () => {
      const response = await connection.readResponse({
        likely: {
          "end of file":
            "the end of file ends the loop although requests have " +
            "arrived that are not answered yet",
        },
      });
      expectBody(response, `GET ${path}`);
    });
  }
  await connection.expectEnd({
    expected: "the connection ends after the last answer, and nothing follows",
    likely: {
      excess: "the end of file between two requests is answered as a bad " +
        "request: it is none, and readRequestStart returns undefined for it",
    },
  });
}));

Deno.test(test("empty lines before a request are skipped", {
  because: "RFC 9112 section 2.2: some clients send a CR LF too many",
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const connection = await server.connect();
  const counts = [1, 2, 1000];
  const requests = counts.map((count) =>
    "\r\n".repeat(count) + get(`/${count}`)
  );
  await connection.send(requests.join(""));
  for (const count of counts) {
    await variant(`empty lines: ${count}`, async () => {
      const response = await connection.readResponse();
      expectBody(response, `GET /${count}`, {
        likely: response.status === 400
          ? "an empty line, or every one after the first, is taken for a " +
            "request-line"
          : undefined,
      });
    });
  }
  await expectNext(connection, "GET /next", {
    silence: "the empty lines before the last request count for this one, too",
  });
}));
