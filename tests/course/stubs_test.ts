/**
 * The copies of the stubs, from which an exercise is reset.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { folderOf, listFiles, readText } from "../../course/layout.ts";
import { STAGES } from "../../course/stages.ts";
import { stubPath } from "../../course/stubs.ts";

Deno.test("every stub has an equal copy: deno run -A course/stubs.ts renews them", () => {
  const copies: string[] = [];
  for (const stage of STAGES) {
    for (const name of Object.keys(stage.modules)) {
      const copy = stubPath(stage, name);
      copies.push(copy);
      assertEquals(
        readText(copy),
        readText(`${folderOf(stage)}/${name}`),
        copy,
      );
    }
  }
  assertEquals(listFiles("course/stubs"), copies.sort());
});
