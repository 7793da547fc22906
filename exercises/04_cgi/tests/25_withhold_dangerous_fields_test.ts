import {
  expectBody,
  expectStatus,
  expectVariable,
  get,
  SHOW_VARIABLES,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, type Row, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

const WITHHELD: readonly [line: string, name: string, because: string][] = [
  [
    "Proxy: http://evil.example/",
    "HTTP_PROXY",
    "many programs take HTTP_PROXY for the proxy that they should use; no " +
    "standard has a field Proxy",
  ],
  [
    "Authorization: Basic c3dvcmRmaXNo",
    "HTTP_AUTHORIZATION",
    "RFC 3875 sections 4.1.18 and 9.2: others may be able to read an environment",
  ],
  [
    "Proxy-Authorization: Basic c3dvcmRmaXNo",
    "HTTP_PROXY_AUTHORIZATION",
    "RFC 3875 section 9.2",
  ],
];

Deno.test(test("dangerous fields do not become variables", {
  try: "curl -H 'Proxy: http://x/' http://127.0.0.1:8000/cgi-bin/env.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(WITHHELD, async ([line, name, because]) => {
    const response = await server.exchange(get("/cgi-bin/show", line));
    expectVariable(response, name, undefined, { because });
  });
}));

const FORWARDED = ["X-Forwarded-For: 10.0.0.1", "X_Forwarded_For: 192.0.2.1"];

const UNDERSCORES: readonly [
  name: string,
  lines: string[],
  value: string | undefined,
][] = [
  ["alone", [FORWARDED[1]], undefined],
  ["after the other", FORWARDED, "10.0.0.1"],
  ["before the other", FORWARDED.toReversed(), "10.0.0.1"],
];

Deno.test(test("nor do fields with an underscore in the name", {
  because: "X_Forwarded_For would pose as X-Forwarded-For, which a proxy in " +
    "front of the server sets or removes",
}, async () => {
  await using directory = await TempDir.createScripts({
    "show": SHOW_VARIABLES,
  });
  await using server = await startWith(directory);
  await sideBySide(UNDERSCORES, async ([, lines, value]) => {
    const response = await server.exchange(get("/cgi-bin/show", ...lines));
    expectVariable(response, "HTTP_X_FORWARDED_FOR", value, {
      likely:
        "both names give the same variable: make none of a name that has " +
        "other characters than letters, digits and dashes",
    });
  });
}));

const QUERIES: readonly Row[] = [["-s+--help"], ["one+two"], ["one"], ["a=b"]];

Deno.test(test("no query becomes an argument", {
  because:
    "RFC 3875 section 4.4 allows it; but a word that begins with a dash " +
    "is an option for many programs",
}, async () => {
  await using directory = await TempDir.createScripts({
    "count": `${TEXT_HEADER}\necho "$#: $*"`,
  });
  await using server = await startWith(directory);
  await sideBySide(QUERIES, async ([query]) => {
    const response = await server.exchange(get(`/cgi-bin/count?${query}`));
    expectStatus(response, 200);
    expectBody(response, "0: \n");
  });
}));
