/**
 * The presets of the editor, and the tasks that the inspector names.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STAGES } from "../../course/stages.ts";
import { decodeEscapes } from "../../kit/escapes.ts";
import { FIELDS } from "../../lab/grammar/fields.ts";
import { CGI_KINDS, KINDS } from "../../lab/grammar/kinds.ts";
import { MessageParser } from "../../lab/grammar/message_parser.ts";
import { METHODS_AND_STATUSES } from "../../lab/grammar/methods_and_statuses.ts";
import { REQUEST } from "../../lab/grammar/roles.ts";
import { presetsOf } from "../../lab/presets.ts";
import { findTask, findTasks, TASK_ROWS } from "../../lab/tasks.ts";

/** The names of the presets that are malformed on purpose. */
const MALFORMED =
  /LF|two|no |space|NUL|CR in|folded|escape seq|half a|chunk|length|coding|long|refused|broken/;

for (const stage of STAGES) {
  Deno.test(`the presets of ${stage.id} are what their names say`, () => {
    const presets = presetsOf(stage);
    assert(presets.length >= 6);
    assertEquals(new Set(presets.map(({ name }) => name)).size, presets.length);
    for (const { name, text, task, splitAt = [] } of presets) {
      const bytes = decodeEscapes(text);
      assert(splitAt.every((at) => at > 0 && at < bytes.length), name);
      if (task) assertEquals(task.title, stage.tasks[task.number - 1].title);
      if (stage.id === "01_tcp") continue;
      const parser = new MessageParser(REQUEST);
      parser.feed(bytes);
      parser.end(false);
      const note = parser.firstProblem?.problem.note;
      assert(note === undefined || MALFORMED.test(name), `${name}: ${note}`);
    }
  });

  Deno.test(`the inspector knows tasks of ${stage.id}, and names what exists`, () => {
    const known = new Set([
      ...Object.keys(KINDS),
      ...Object.keys(FIELDS),
      ...Object.keys(METHODS_AND_STATUSES),
    ]);
    const tasks = Object.entries(findTasks(stage));
    const unknown = (TASK_ROWS[stage.id] ?? [])
      .filter(([title]) => findTask(stage, title) === undefined);
    assertEquals(unknown, [], "the titles of the tasks have changed");
    assert(tasks.length >= 2);
    for (const [subject, { number, title }] of tasks) {
      assert(known.has(subject.replace(/^malformed:/, "")), subject);
      assertEquals(title, stage.tasks[number - 1].title);
    }
  });
}

Deno.test("every explanation names a section of a current RFC", () => {
  const all = [
    ...Object.values(KINDS),
    ...Object.values(CGI_KINDS),
    ...Object.values(FIELDS),
    ...Object.values(METHODS_AND_STATUSES),
  ];
  for (const { section, says } of all) {
    assert(/^RFC \d{4} section \d[\d.]*$/.test(section), section);
    assert(!/RFC (?:2616|723\d)/.test(section), section);
    assert(says.endsWith("."), says);
  }
});
