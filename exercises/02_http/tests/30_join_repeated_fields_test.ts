import { expectBody, get, start, suite, variant } from "../../../kit/mod.ts";
import { serveWith } from "./handlers.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9110 section 5.3: values of one name are joined with a comma; " +
    "RFC 6265 section 5.4: cookies with a semicolon",
});

const ORDER = "cookies are joined in their order, with a semicolon and a space";
const COMMA = "Headers joins cookies with a comma, which may be part of a " +
  "cookie: join them with a semicolon and a space";

/** Field lines, and what a handler gets for Cookie and Accept. */
const ROWS: readonly [lines: string[], cookie: string, accept: string][] = [
  [["Accept: text/html", "ACCEPT: a:b"], "null", "text/html, a:b"],
  [["Cookie: a=1", "Cookie: b=2"], "a=1; b=2", "null"],
  [["Cookie: a=1", "Accept: x", "cookie: b=2"], "a=1; b=2", "x"],
  [["Cookie: note=tea, sugar=two"], "note=tea, sugar=two", "null"],
];

Deno.test(
  test("fields of one name become one value", {}, async () => {
    await using server = await start(serveWith(({ headers }) => ({
      status: 200,
      body: `${headers.get("cookie")} | ${headers.get("accept")}`,
    })));
    for (const [lines, cookie, accept] of ROWS) {
      await variant(lines.join(" | "), async () => {
        const response = await server.exchange(get("/", ...lines));
        const body = new TextDecoder().decode(response.body);
        expectBody(response, `${cookie} | ${accept}`, {
          expected: `Cookie ${cookie}, Accept ${accept}`,
          likely: body.includes("a=1, b=2")
            ? COMMA
            : body.includes("sugar=two") && lines.length === 1
            ? "a single field is split at a comma: leave its value as it is"
            : body.includes("a=1") && body.includes("b=2")
            ? ORDER
            : "one field line replaces another: set() instead of append()",
        });
      });
    }
  }),
);
