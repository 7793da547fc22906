import { suite, variant } from "../../../kit/mod.ts";
import { expectFailure, startFailing, type Thrown } from "./failing.ts";

const test = suite(import.meta.url, {
  because: "a line end in the reason would begin a line that no request has",
});

const LINES: Thrown = {
  path: "/lines",
  value: new Error("no kettle\nno tea"),
  reason: "no kettle",
};

const VALUES: readonly Thrown[] = [
  { path: "/null", value: null, reason: "null" },
  { path: "/undefined", value: undefined, reason: "undefined" },
  { path: "/text", value: 'no "tea"', reason: "no " },
];

Deno.test(test("a reason with line ends takes one line", {}, async () => {
  await using server = await startFailing([LINES]);
  await expectFailure(server, LINES);
}));

Deno.test(test("any value can be thrown", {
  because: "JavaScript throws values of every type, and not all have a message",
}, async () => {
  await using server = await startFailing(VALUES);
  for (const row of VALUES) {
    await variant(row.path, () => expectFailure(server, row));
  }
}));
