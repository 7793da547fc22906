import {
  expectBody,
  expectValue,
  get,
  Program,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { expectFailure, startFailing, type Thrown } from "./failing.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.6.1; the reason is for the log alone",
});

const THROWN: Thrown = {
  path: "/tea",
  value: new Error("the kettle is at 10.0.0.7"),
  reason: "Error: the kettle is at 10.0.0.7",
};

const REJECTED: Thrown = {
  path: "/soon",
  value: new Error("no cup"),
  reason: "Error: no cup",
  isRejected: true,
};

Deno.test(test("an error is 500, and one line of the log", {}, async () => {
  await using server = await startFailing([THROWN, REJECTED]);
  await variant("thrown", () => expectFailure(server, THROWN));
  await variant("rejected", () => expectFailure(server, REJECTED));
  expectBody(await server.exchange(get("/")), "Hello");
  expectValue("the number of lines in the log", server.log.length, 3);
}));

Deno.test(test("Deno.serve prints no error of its own", {
  timeoutMs: 20_000,
}, async () => {
  const url = import.meta.resolve("./failing_program.ts");
  const subject = import.meta.resolve("../server.ts");
  await using program = Program.start(url, [subject]);
  await program.line(/^answered 500$/m, "status");
  const { stderr } = await program.ending();
  expectValue("stderr", stderr, "", {
    likely: stderr.includes("must be a response")
      ? "the error is logged, but the catch returns no Response"
      : undefined,
  });
}));
