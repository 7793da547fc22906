import {
  expectValue,
  Failure,
  get,
  type ServerUnderTest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve, serveFetch } from "../server.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "a target that is decoded, %0A, would begin a line of its own",
});

type Row = readonly [request: string, asked: string, status: number];

const LOGGED: readonly Row[] = [
  [get("/tea.txt?sugar=2"), "GET /tea.txt?sugar=2", 200],
  [get("/coffee.txt"), "GET /coffee.txt", 404],
  [get("/tea.txt?part", "Range: bytes=0-1"), "GET /tea.txt?part", 206],
  [get("/./tea.txt"), "GET /./tea.txt", 200],
  [get("/tea.txt?brew").replace("GET", "brew"), "brew /tea.txt?brew", 405],
  [get("/x%22%20200%0A10.0.0.1"), "GET /x%22%20200%0A10.0.0.1", 404],
  [
    get("https://a.example/tea.txt?from=http://b.example/x"),
    "GET https://a.example/tea.txt?from=http://b.example/x",
    200,
  ],
];

/** Sends a request, and expects that its line is the next one of the log. */
async function expectLogged(server: ServerUnderTest, row: Row): Promise<void> {
  const [request, asked, status] = row;
  const { length } = server.log;
  const connection = await server.connect();
  await connection.send(request);
  await connection.readResponse();
  await connection.destroy();
  await server.logged(asked.split(" ")[1]);
  const { hostname, port } = connection.localAddr;
  const wanted = `${hostname}:${port} "${asked}" ${status}`;
  const line = server.log[length];
  if (line === wanted) return;
  throw new Failure(`line ${length + 1} of the log is ${line}`, {
    expected: `address of the client, method and target as they came, ` +
      `status: ${wanted}`,
    likely: line.startsWith(`${hostname}:${server.addr.port} `)
      ? "this is the server's own address: the client's is info.remoteAddr"
      : undefined,
  });
}

Deno.test(test("every request has one line in the log", {}, async () => {
  await using site = await createSite({ "tea.txt": "green" });
  await using server = await start(serve, site.options);
  for (const row of LOGGED) {
    await variant(row[1], () => expectLogged(server, row));
  }
  expectValue("the number of lines", server.log.length, LOGGED.length);
}));

Deno.test(test("serveFetch logs any handler's answer", {}, async () => {
  const handler = () => new Response("short and stout", { status: 418 });
  await using server = await start((options) => serveFetch(options, handler));
  await expectLogged(server, [get("/pot"), "GET /pot", 418]);
}));
