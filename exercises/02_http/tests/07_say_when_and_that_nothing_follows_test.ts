import {
  expectField,
  expectThat,
  Failure,
  get,
  pause,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 sections 6.6.1 and 5.6.7",
  try: "curl -i http://127.0.0.1:8000/",
});

const DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const HOUR_MS = 3_600_000;

Deno.test(
  test("Date is the time of the answer, as HTTP writes it", {}, async () => {
    await using server = await start(serve);
    for (const path of ["/", "/nothing"]) {
      await variant(path, async () => {
        const response = await server.exchange(get(path));
        const value = response.headers.get("date") ?? "";
        const date = expectField(response, "Date", DATE, {
          expected: "a date such as Sun, 06 Nov 1994 08:49:37 GMT",
          likely: value === ""
            ? undefined
            : "toString and toISOString have other formats: toUTCString",
        });
        const seconds = Math.round((Date.parse(date) - Date.now()) / 1000);
        const headline = `Date is ${Math.abs(seconds)} s away from now`;
        expectThat(Math.abs(seconds) < 60, headline);
      });
    }
  }),
);

Deno.test(test("each answer has a Date of its own", {}, async () => {
  await using server = await start(serve);
  await server.exchange(get("/"));
  using clock = movedClock(HOUR_MS);
  const giveUp = performance.now() + 1000;
  for (;;) {
    const response = await server.exchange(get("/"));
    const date = expectField(response, "Date", DATE);
    if (Date.parse(date) > clock.realTime() + HOUR_MS / 2) return;
    expectThat(performance.now() < giveUp, "Date is from before", {
      expected: `an hour later, when the clock says ${new Date()}`,
      likely: "Date is made once, when the server starts: make it for each " +
        "answer",
    });
    // An engine may read its clock a few times per second only.
    await pause(20);
  }
}));

Deno.test(test("an answer that is the last on its connection says so", {
  because: "RFC 9112 section 9.6: Connection: close",
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.send(get("/"));
  const response = await connection.readResponse();
  if (/\bclose\b/i.test(response.headers.get("connection") ?? "")) {
    return await connection.expectEnd();
  }
  try {
    await connection.send(get("/"));
    await connection.readResponse();
  } catch {
    const offset = response.bodyOffset - 2;
    throw new Failure("the connection ended, and the answer did not say so", {
      transcript: connection.transcript,
      mark: { offset, note: "no Connection: close up to here" },
      expected: "Connection: close, or an answer to the next request too",
      likely: "the field is missing: a client would send its next request on " +
        "a connection that is about to be closed",
    });
  }
}));

/** Moves the clock, for `Date` only; timers go on as before. */
function movedClock(ms: number) {
  const RealDate = Date;
  class MovedDate extends RealDate {
    constructor(...args: unknown[]) {
      super(...(args.length > 0 ? args : [MovedDate.now()]) as [number]);
    }
    static override now = () => RealDate.now() + ms;
  }
  globalThis.Date = MovedDate as DateConstructor;
  return {
    realTime: () => RealDate.now(),
    [Symbol.dispose]: () => void (globalThis.Date = RealDate),
  };
}
