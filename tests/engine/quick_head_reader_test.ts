/**
 * The fast path through a header section agrees with the plain one, or leaves
 * the section to it, with any old bytes after it in the buffer.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { Head } from "../../engine/head/head.ts";
import { HeadParser } from "../../engine/head/head_parser.ts";
import { Input } from "../../engine/io/input.ts";
import { resolveOptions } from "../../engine/options.ts";
import { QuickHeadReader } from "../../engine/head/quick_head_reader.ts";
import { decodeLatin1 } from "../../solutions/02_http/syntax.ts";
import { mutate, seeded } from "../mutated_requests.ts";

const CASES = 100_000;

/** The default limits, and limits that many of the requests exceed. */
const LIMITS = {
  "default limits": resolveOptions({}),
  "few bytes": resolveOptions({
    maxRequestLineBytes: 21,
    maxHeaderBytes: 27,
    maxBodyBytes: 4,
  }),
  "few fields": resolveOptions({ maxFields: 2 }),
  "no limit for bodies": resolveOptions({ maxBodyBytes: Infinity }),
};

type Limits = ReturnType<typeof resolveOptions>;

/** An input with bytes that have arrived, followed by older bytes. */
function makeInput(bytes: Uint8Array, older: Uint8Array): Input {
  const input = new Input({} as Deno.TcpConn, { cut: () => {} });
  input.buffer = new Uint8Array(bytes.length + older.length);
  input.buffer.set(bytes);
  input.buffer.set(older, bytes.length);
  input.end = bytes.length;
  return input;
}

/** A head without its place in the buffer. */
function withoutPlace(head: Head): Partial<Head> {
  const { fields: _, sectionStart: _start, sectionEnd: _end, ...rest } = head;
  return rest;
}

/** Reads a complete section by the plain path. */
function readPlainly(bytes: Uint8Array, limits: Limits) {
  const input = makeInput(bytes, new Uint8Array());
  const head = new HeadParser(limits).parse(input);
  assert(head !== undefined, "the section is incomplete");
  return { head, length: input.start };
}

for (const [name, limits] of Object.entries(LIMITS)) {
  Deno.test(`the fast path agrees with the plain one: ${name}`, () => {
    const random = seeded(9110);
    const quick = new QuickHeadReader(limits);
    let older = mutate(random);
    let count = 0;
    for (let left = CASES; left > 0; left--) {
      const request = mutate(random);
      const cut = random(2) === 0 ? request.length : random(request.length);
      const bytes = request.slice(0, cut);
      // Older bytes are what earlier reads have left in the buffer.
      older = random(2) === 0 ? request.slice(cut) : older;
      const head = quick.read(makeInput(bytes, older));
      older = request;
      if (head === undefined) continue;
      count++;
      const plain = readPlainly(bytes, limits);
      const sent = JSON.stringify(decodeLatin1(bytes));
      assertEquals(withoutPlace(head), withoutPlace(plain.head), sent);
      assertEquals(head.sectionEnd + "\r\n\r\n".length, plain.length, sent);
    }
    assert(count > CASES / 100, `only ${count} of ${CASES} took the fast path`);
  });
}
