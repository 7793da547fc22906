import {
  expectVariable,
  get,
  httpRequest,
  SHOW_VARIABLES,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { FOR_SH, type Row, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  try: "curl -i 'http://127.0.0.1:8000/cgi-bin/env.ts?name=Ren%C3%A9'",
});

const QUERIES: readonly [target: string, query: string][] = [
  ["/cgi-bin/show?name=Ren%C3%A9&x=a+b", "name=Ren%C3%A9&x=a+b"],
  ["/cgi-bin/show?a?b", "a?b"],
  ["/cgi-bin/show?", ""],
  ["/cgi-bin/show", ""],
];

Deno.test(test("QUERY_STRING is the query as it was sent", {
  because: "RFC 3875 section 4.1.7: not decoded, and empty without a query",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(QUERIES, async ([target, query]) => {
    const response = await server.exchange(get(target));
    expectVariable(response, "QUERY_STRING", query, {
      likely: new TextDecoder().decode(response.body).includes("René")
        ? "the query is decoded: the program does that itself"
        : target === "/cgi-bin/show"
        ? 'request.query is undefined without a "?": use ?? ""'
        : "the variables are those of another request, if they are kept " +
          "outside the handler: make a new object for each request",
    });
  });
}));

const METHODS: readonly Row[] = [
  ["GET"],
  ["POST"],
  ["PUT"],
  ["DELETE"],
  ["BREW"],
];

Deno.test(test("REQUEST_METHOD is the method", {
  because: "RFC 3875 section 4.1.12: the program decides what it can do",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(METHODS, async ([method]) => {
    const lines = [`${method} /cgi-bin/show HTTP/1.1`, "Host: localhost"];
    const response = await server.exchange(httpRequest(lines));
    expectVariable(response, "REQUEST_METHOD", method);
  });
}));
