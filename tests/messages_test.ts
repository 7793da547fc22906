/**
 * The golden messages: there are enough of them, each belongs to a wrong server,
 * and none has a mistake that a program can find. Whether they lead to the
 * mistake, `verdicts.txt` of each stage says; a reader writes it.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { exists, readText } from "./deno_command.ts";
import { findDefects } from "./message_defects.ts";
import { goldenFile, listGolden, PER_STAGE } from "./messages.ts";
import { stableMessage } from "./stable_message.ts";
import { findTestFile, listWrongServers } from "./wrong_servers.ts";

const wrongServers = listWrongServers();

for (const { id } of STAGES) {
  const ofStage = wrongServers.filter(({ stage, varying }) =>
    stage === id && varying === undefined
  );
  const withGolden = ofStage.filter((wrong) => exists(goldenFile(wrong)));

  Deno.test(`${id} has ${PER_STAGE} golden messages, or one of each mistake`, () => {
    assertEquals(listGolden(id), withGolden.map(goldenFile).sort());
    const enough = Math.min(PER_STAGE, ofStage.length);
    assert(withGolden.length >= enough, `deno task messages ${id.slice(0, 2)}`);
  });

  Deno.test(`the golden messages of ${id} are without defects`, () => {
    const defects = withGolden.flatMap((wrong) => {
      const file = goldenFile(wrong);
      const suite = findTestFile(id, wrong.rejectedBy);
      return findDefects(readText(file), suite)
        .map((defect) => `${file}: ${defect}`);
    });
    assertEquals(defects, []);
  });

  Deno.test(`the verdicts of ${id} are about its golden messages`, () => {
    const file = `tests/messages/${id}/verdicts.txt`;
    if (!exists(file)) return;
    const names = listGolden(id).map((golden) =>
      /([^/]+)\.txt$/.exec(golden)![1]
    );
    for (const line of readText(file).trim().split("\n")) {
      const [, name] = /^(\w+): (?:led|vague|misled) — \S/.exec(line) ?? [];
      assert(names.includes(name), `${file}: ${line}`);
    }
  });
}

const FRAME = "    at exercises/01_tcp/tests/01_answer_yes_test.ts:17:3";
const FILE = "exercises/01_tcp/tests/01_answer_yes_test.ts";

const DEFECTS: Record<string, [text: string, found: string]> = {
  "a frame of the kit": [
    "x\n\n  threw     at kit/connection.ts:1:1",
    "a frame of the kit",
  ],
  "an object": ["x is [object Object]", "an object that was made a text"],
  "a missing value": ["x\n\n  expected  undefined", "a value that is missing"],
  "a control character": ["x\u001b[31m", "a control character"],
  "a long sentence": [`x\n\n  likely    ${"word ".repeat(30)}end`, "a line of"],
};

for (const [name, [text, found]] of Object.entries(DEFECTS)) {
  Deno.test(`a message with ${name} has a defect`, () => {
    const defects = findDefects(`AssertionError: ${text}\n${FRAME}`, FILE);
    assertEquals(defects.length, 1);
    assert(defects[0].startsWith(found), defects[0]);
  });
}

Deno.test("a message with the frame of another file, or none, has a defect", () => {
  assertEquals(findDefects(`AssertionError: x\n${FRAME}`, FILE), []);
  assertEquals(findDefects("AssertionError: x", FILE).length, 1);
  assertEquals(
    findDefects(`AssertionError: x\n${FRAME}`, "y_test.ts").length,
    1,
  );
});

const CHANCE: Record<string, [message: string, stable: string]> = {
  "a port": ["Host: 127.0.0.1:41231␍␊", "Host: 127.0.0.1:PORT␍␊"],
  "a date": [
    "Date: Sun, 29 Nov 2026 00:29:47 GMT␍␊",
    "Date: DATE␍␊",
  ],
  "a place": [
    "at solutions/01_tcp.ts:85:7",
    "at solutions/01_tcp.ts:LINE:COLUMN",
  ],
  "a temporary folder": [
    "/tmp/f59a595a28fcbc57/guestbook.db",
    "TEMP/guestbook.db",
  ],
};

for (const [name, [message, stable]] of Object.entries(CHANCE)) {
  Deno.test(`${name} is not part of a golden message`, () => {
    assertEquals(stableMessage(message), stable);
  });
}

Deno.test("what is no matter of chance stays in a golden message", () => {
  const message = "read 0 of 15040 bytes\n(nothing for 2000 ms)\n200 1775";
  assertEquals(stableMessage(message), message);
});
