import {
  expectBody,
  expectStatus,
  expectThat,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import { withLog } from "../server.ts";
import { NOT_A_RESPONSE } from "./failing.ts";
import { expectLine, startLogged } from "./logging.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "the requests that fail are those that one looks for in a log",
});

function breakPot(): never {
  throw new Error("the pot is broken\nin two");
}

Deno.test(test("a handler that throws is logged once", {}, async () => {
  const lines: string[] = [];
  await using server = await startLogged(lines, breakPot);
  expectStatus(await server.exchange(get("/broken")), 500);
  expectThat(!/[\r\n]/.test(lines[0] ?? ""), "a line end is in the line", {
    likely: lines[0]?.includes("in two")
      ? "the message of the error is in the line: it may have any number of " +
        "lines; the catcher of the error logs it"
      : undefined,
  });
  expectLine(lines, ["GET", "/broken"], "try { … } finally { log(…) }");
}));

Deno.test(test("the error is thrown on", {}, async () => {
  await using server = await startLogged([], breakPot);
  expectStatus(await server.exchange(get("/")), 500);
  await server.logged("the pot is broken", {
    expected: "the engine logs the error",
    likely: "withLog keeps the error to itself: throw it on",
  });
}));

Deno.test(test("a result that is not a Response is logged", {}, async () => {
  const lines: string[] = [];
  const handler = NOT_A_RESPONSE["undefined"];
  await using server = await startLogged(lines, handler);
  expectStatus(await server.exchange(get("/nothing")), 500);
  expectLine(
    lines,
    ["GET", "/nothing"],
    "undefined has no status: look at it inside of try",
  );
}));

Deno.test(test("a log that throws costs no answer", {
  because: "log() is the caller's code: a disk may be full, a pipe closed",
}, async () => {
  const handler = withLog(
    () => {
      throw new Error("no space left on device");
    },
    () => new Response("Tea"),
  );
  await using server = await start(serveWith(handler));
  const response = await server.exchange(get("/"));
  expectStatus(response, 200, {
    likely: response.status === 500
      ? "the error of log() leaves withLog: tolerantLog of 01_tcp/log.ts " +
        "catches it"
      : undefined,
  });
  expectBody(response, "Tea");
}));
