import {
  expectBody,
  expectValue,
  get,
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
