/**
 * The engine copies a whole head if it was sent before. An answer must never get
 * the head of another answer that is only similar.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Connection, pause, streamOf } from "../../kit/mod.ts";
import { type HttpResponse, serveHttp } from "../../engine/serve_http.ts";

/** Often enough that a head is learned. */
const TIMES = 40;

/** Responses that differ in one detail: a value, the order, the kind of list. */
const RESPONSES: readonly (() => HttpResponse)[] = [
  () => ({ status: 200, headers: { A: "1" } }),
  () => ({ status: 201, headers: { A: "1" } }),
  () => ({ status: 200, headers: { A: "2" } }),
  () => ({ status: 200, headers: { B: "1" } }),
  () => ({ status: 200, headers: { A: "1", B: "2" } }),
  () => ({ status: 200, headers: { B: "2", A: "1" } }),
  () => ({ status: 200, headers: {} }),
  () => ({ status: 200 }),
  () => ({ status: 200, headers: new Headers({ A: "1" }) }),
  () => ({ status: 200, headers: [["A", "1"]] }),
  () => ({ status: 200, headers: { A: "1\r\nB: 2" } }),
  () => ({
    status: 200,
    headers: { "Content-Length": "3" },
    body: streamOf("abc"),
  }),
  () => ({
    status: 200,
    headers: { "Content-Length": "4" },
    body: streamOf("abcd"),
  }),
  () => ({ status: 200, body: streamOf("abc") }),
  () => ({ status: 200, headers: { A: "1" }, body: "three" }),
];

/** Requests whose answers have different Connection fields. */
const FORMS: readonly ((target: string) => string)[] = [
  (target) => `GET ${target} HTTP/1.1\r\nHost: a\r\n`,
  (target) => `HEAD ${target} HTTP/1.1\r\nHost: a\r\n`,
  (target) => `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n`,
  (target) => `GET ${target} HTTP/1.0\r\n`,
  (target) => `GET ${target} HTTP/1.0\r\nConnection: keep-alive\r\n`,
];

/** Sends requests at once; returns all answers. */
async function ask(
  addr: Deno.NetAddr,
  ...requests: readonly string[]
): Promise<string> {
  await using connection = await Connection.open(addr);
  await connection.send(requests.map((lines) => `${lines}\r\n`).join(""));
  await connection.closeWrite();
  return new TextDecoder().decode(await connection.readToEnd());
}

/** With "pairs", the fields are a list, for which a head is never reused. */
function makeResponse(number: number, query?: string): HttpResponse {
  const response = RESPONSES[number]();
  if (query !== "pairs") return response;
  const { headers: given = {} } = response;
  const headers = Symbol.iterator in given ? [...given] : toPairs(given);
  return { ...response, headers };
}

function toPairs(record: Readonly<Record<string, string | undefined>>) {
  return Object.entries(record) as [string, string][];
}

const DATE = /^Date: .*\r\n/gm;

for (const learned of RESPONSES.keys()) {
  Deno.test(`every answer has its own head after head ${learned} was learned`, async () => {
    await using server = serveHttp(
      { port: 0, log: () => {} },
      ({ path, query }) => makeResponse(Number(path.slice(1)), query),
    );
    const answersTo = async (...requests: string[]) =>
      (await ask(server.addr, ...requests)).replaceAll(DATE, "");
    const lesson = FORMS[0](`/${learned}`);
    const usual = await answersTo(FORMS[0](`/${learned}?pairs`));
    for (const number of RESPONSES.keys()) {
      for (const form of FORMS) {
        const request = form(`/${number}`);
        const expected = await answersTo(form(`/${number}?pairs`));
        const answers = await answersTo(...Array(TIMES).fill(lesson), request);
        assertEquals(answers, usual.repeat(TIMES) + expected, request);
      }
    }
  });
}

Deno.test("a learned head does not keep its Date", async () => {
  await using server = serveHttp(
    { port: 0, log: () => {} },
    () => ({ status: 200 }),
  );
  const requests = Array(TIMES).fill(FORMS[0]("/"));
  const findDates = async () =>
    new Set((await ask(server.addr, ...requests)).match(DATE));
  const before = await findDates();
  await pause(1500);
  assertEquals((await findDates()).intersection(before).size, 0);
});

Deno.test("changed fields are sent as they are now", async () => {
  const headers = { A: "" };
  await using server = serveHttp({ port: 0, log: () => {} }, ({ path }) => {
    headers.A = path;
    return { status: 200, headers };
  });
  for (let time = 0; time < TIMES; time++) {
    const path = `/${time >> 1}`;
    const answer = await ask(server.addr, FORMS[0](path));
    assert(answer.includes(`\r\nA: ${path}\r\n`), answer);
  }
});
