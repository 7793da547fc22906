import {
  expectBody,
  expectField,
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
  toBytes,
} from "../../../kit/mod.ts";
import { FOR_SH, type Row, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

const ELSEWHERE = "https://example.org/there?a=b#c";

Deno.test(test("a Location with a scheme is 302", {
  because: "RFC 3875 section 6.2.3: a client redirect",
}, async () => {
  await using directory = await TempDir.createScripts({
    "found": `echo 'Location: ${ELSEWHERE}'\necho 'Set-Cookie: a=1'\n` +
      `${TEXT_HEADER}\necho there`,
    "bare": `echo 'location: ${ELSEWHERE}'\necho`,
  });
  await using server = await startWith(directory);
  await sideBySide([["found"], ["bare"]], async ([name]) => {
    const response = await server.exchange(get(`/cgi-bin/${name}`));
    expectStatus(response, 302, {
      likely: response.status === 200
        ? "Location is sent like any other field: a browser follows it only " +
          "if the status is 3xx"
        : undefined,
    });
    expectField(response, "Location", ELSEWHERE);
    if (name === "bare") return;
    expectField(response, "Set-Cookie", "a=1");
    expectBody(response, "there\n");
  });
}));

const STATUSES: readonly [line: string, status: number][] = [
  ["Status: 301 Moved", 301],
  ["Status: 201", 201],
];

Deno.test(test("with Status next to Location, that is the status", {
  because: "RFC 3875 section 6.2.4",
}, async () => {
  await using directory = await TempDir.create();
  for (const [line, status] of STATUSES) {
    await directory.writeScript(
      `say${status}`,
      `echo 'Location: ${ELSEWHERE}'\necho '${line}'\n${TEXT_HEADER}\necho hm`,
    );
  }
  await using server = await startWith(directory);
  await sideBySide(STATUSES, async ([, status]) => {
    const response = await server.exchange(get(`/cgi-bin/say${status}`));
    expectStatus(response, status);
    expectField(response, "Location", ELSEWHERE);
    expectBody(response, "hm\n");
  });
}));

/** No URI may contain some of these characters; programs send them all the same. */
const ODD: readonly Row[] = [
  ["https://a.example/?q=a|b"],
  ["https://a.example/?q={a}"],
  ["https://a.example/?q=a^2"],
  ["https://a.example/two words"],
  ['https://a.example/"quoted"'],
  ["https://a.example/voilà"],
  ["mailto:ada@a.example"],
  ["HTTPS://A.EXAMPLE/"],
  ["x:a-scheme-of-one-letter"],
];

Deno.test(test("a Location with a scheme is sent unchanged", {
  because: "RFC 3875 section 6.2.3: the client decides what it can follow",
}, async () => {
  await using directory = await TempDir.create();
  for (const [index, [location]] of ODD.entries()) {
    await directory.write(`location${index}`, location);
    await directory.writeScript(
      `go${index}`,
      `printf 'Location: '\ncat location${index}\necho\necho`,
    );
  }
  await using server = await startWith(directory);
  await sideBySide(ODD, async ([location], index) => {
    const response = await server.exchange(get(`/cgi-bin/go${index}`));
    expectStatus(response, 302, {
      likely: location.includes("à")
        ? "a pattern for text is applied to bytes: \\s matches the byte A0, " +
          "which is a part of à in UTF-8"
        : response.status === 502
        ? "a pattern for URIs refuses what browsers accept"
        : undefined,
    });
    // `Headers` has one character for each byte.
    const bytes = String.fromCharCode(...toBytes(location));
    const isTrimmed = response.headers.get("location") === bytes.trim();
    expectField(response, "Location", bytes, {
      likely: isTrimmed
        ? "trim() removes more than spaces and tabs: with one character per " +
          "byte, A0 is a no-break space, and here it is the end of à"
        : undefined,
    });
  });
}));
