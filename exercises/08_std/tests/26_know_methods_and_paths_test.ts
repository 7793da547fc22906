import {
  expectField,
  expectInBody,
  expectNoField,
  expectNotInBody,
  expectStatus,
  get,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import {
  compare,
  createFiles,
  FILES,
  type Row,
  startBefore,
  withMethod,
} from "./both_columns.ts";

const test = suite(import.meta.url);

const METHODS: readonly Row[] = [
  ["BREW", withMethod("BREW"), 501, 405],
  ["get", withMethod("get"), 501, 405],
  ["TRACE", withMethod("TRACE"), 501, 405],
];

Deno.test(test("every other method is 405, without Allow", {
  because: "RFC 9110 section 15.5.6: a 405 must have Allow; section 9.1: 501 " +
    "if the server does not know the method",
  try: "curl -i -X BREW http://127.0.0.1:8000/style.css",
}, async () => {
  await compare(METHODS, FILES);
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  const response = await server.exchange(post("/ten.txt", "x"));
  expectNoField(response, "Allow");
}));

const PATHS: readonly Row[] = [
  ["..", get("/notes/../ten.txt"), 404, 200],
  ["%2e%2e", get("/notes/%2e%2e/ten.txt"), 404, 200],
  [".. above the root", get("/../ten.txt"), 404, 200],
  ["an encoded slash", get("/notes%2Ftcp.txt"), 404, 200],
  ["a backslash", get("/notes\\tcp.txt"), 404, 200],
  ["two slashes", get("//notes/"), 404, 301],
  ["an encoded step", get("/notes/..%2Ften.txt"), 404, 301],
];

Deno.test(test("paths are normalized", {
  because: "URL Standard section 4.4: the parser removes .. and %2e%2e, and " +
    "a backslash is a slash",
  try: "curl -i --path-as-is http://127.0.0.1:8000/notes/../style.css",
}, () => compare(PATHS, FILES)));

const LOCATIONS = [
  ["/notes", "/notes/"],
  ["//notes/", "/notes/"],
  ["//evil.example/..", "/"],
] as const;

Deno.test(test("Location is a whole URL, with the client's Host", {
  because: "RFC 9110 section 10.2.2 allows a path and a URL",
  try: "curl -i --path-as-is http://127.0.0.1:8000//notes/",
}, async () => {
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  for (const [target, path] of LOCATIONS) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectStatus(response, 301);
      expectField(response, "Location", `http://localhost${path}`);
    });
  }
}));

Deno.test(test("a listing shows links that are answered 404", {
  because: "serveDir makes the listing, and does not know your guard",
  needs: ["ln"],
}, async () => {
  await using site = await createFiles();
  await site.directory.write("secret.txt", "secret");
  await Deno.symlink("../../secret.txt", `${site.options.root}/notes/out.txt`);
  await using before = await startBefore(site);
  expectNotInBody(await before.exchange(get("/notes/")), "out.txt");
  await using server = await start(serve, site.options);
  const likely = FILES;
  const listing = await server.exchange(get("/notes/"));
  expectInBody(listing, "out.txt", { likely });
  expectStatus(await server.exchange(get("/notes/out.txt")), 404);
}));
