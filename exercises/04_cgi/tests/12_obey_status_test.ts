import {
  expectBody,
  expectNoField,
  expectStatus,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startWith, writePrograms } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 6.3.3",
});

const STATUSES: readonly [fieldLine: string, script: string, status: number][] =
  ([
    ["Status: 404 Not Found", 404],
    ["Status: 201", 201],
    ["status:503 Come Again", 503],
    ["STATUS: 299 ", 299],
    ["Status:", 200],
  ] as const).map(([line, status]) => [
    line,
    `echo '${line}'\n${TEXT_HEADER}\necho hm`,
    status,
  ]);

Deno.test(
  test("Status is the status of the answer, and not a field", {}, async () => {
    await using directory = await TempDir.create();
    await writePrograms(directory, STATUSES);
    await using server = await startWith(directory);
    await sideBySide(STATUSES, async ([line, , status], index) => {
      const response = await server.exchange(get(`/cgi-bin/say${index}`));
      const likely = response.status === 200 && line !== STATUSES[0][0]
        ? "the name is compared with case"
        : response.status >= 500 && status !== 503
        ? "the value is more than a number: a phrase or a space may follow"
        : undefined;
      expectStatus(response, status, { likely });
      expectNoField(response, "Status", {
        likely:
          "the field is for the server: take it out of those that are sent",
      });
      expectBody(response, "hm\n");
    });
  }),
);

Deno.test(test("a Status needs no Content-Type", {
  because: "RFC 3875 section 6.2: a document, a redirect, or a status",
}, async () => {
  await using directory = await TempDir.createScripts({
    "alone": "echo 'Status: 404 Not Found'\necho\necho hello",
  });
  await using server = await startWith(directory);
  const response = await server.exchange(get("/cgi-bin/alone"));
  expectStatus(response, 404, {
    likely: response.status === 502
      ? "Content-Type is required: Status or Location alone will do"
      : undefined,
  });
}));
