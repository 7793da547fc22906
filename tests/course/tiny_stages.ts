/**
 * The two stages of the made-up course: three tiny tasks each, without sockets.
 *
 * @module
 */

/** The module that the learner writes in the first stage. */
export const SERVER = "exercises/01_one/server.ts";

/** A module of stage 01 that passes all of its tasks. */
export const SOLUTION = `/** Says a word. */
export function word(): string {
  return "one";
}
/** Says a number. */
export function number(): number {
  return 1;
}
/** Says both. */
export function both(): string {
  return word() + number();
}
`;

const STUB = `/** Says a word. */
export function word(): string {
  // TODO task 1
  throw new Error("Task 1 is not done yet");
}
/** Says a number. */
export function number(): number {
  // TODO task 2
  throw new Error("Task 2 is not done yet");
}
/** Says both. */
export function both(): string {
  // TODO task 3
  throw new Error("Task 3 is not done yet");
}
if (import.meta.main) {
  console.log("http://127.0.0.1:1/");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
`;

/** The list of stages, as `course/stages.ts` has it. */
export const STAGES: string =
  `export const STAGES: readonly Stage[] = ["01_one", "02_two"]
  .map((id) => ({
    id,
    title: "the first",
    modules: { "server.ts": id + ".ts" },
    given: [],
    builtOn: [],
    programs: [],
    tasks: [
      { level: "core", title: "Say a word" },
      { level: "correct", title: "Say a number" },
      { level: "hardened", title: "Say both" },
    ],
  }));
`;

const TASKS = [["word", '"one"'], ["number", "1"], ["both", '"one1"']];

/** The text of the tests of one task. */
function testText(stage: string, index: number): string {
  const [name, expected] = TASKS[index];
  return `import { ${name} } from "../server.ts";
Deno.test("${stage} task ${index + 1} · it says ${name}", {
  timeout: 800,
}, () => {
  const found = ${name}();
  if (found === ${expected}) return;
  const error = new Error("it says " + found + "\\n\\n  expected  ${name}");
  error.name = "AssertionError";
  throw error;
});
`;
}

const README = `# The stage

## Tasks

### Core

1. **Say a word.** Return the word \`one\` from \`word\`.

### Correct

2. **Say a number.** Return the number one from \`number\`.

### Hardened

3. **Say both.** Return both from \`both\`.

## Try it by hand
`;

/** The hints of all tasks, three for each. */
function hintsText(): string {
  const hints = TASKS.map((_, index) => {
    const details = [1, 2, 3].map((level) =>
      `<details><summary>Hint ${level}</summary>\n\n` +
      `Hint ${level} of task ${index + 1}\n\n</details>\n`
    );
    return `## Task ${index + 1}: It\n\n${details.join("")}`;
  });
  return hints.join("\n");
}

/**
 * The files of one stage.
 *
 * @param id The name of the stage.
 * @returns The text of each file, by its path.
 */
export function stageFiles(id: string): Record<string, string> {
  const folder = `exercises/${id}`;
  return {
    [`${folder}/server.ts`]: STUB,
    [`course/stubs/${id}/server.ts.stub`]: STUB,
    [`${folder}/README.md`]: README,
    [`${folder}/HINTS.md`]: hintsText(),
    [`${folder}/tests/01_word_test.ts`]: testText(id, 0),
    [`${folder}/tests/02_number_test.ts`]: testText(id, 1),
    [`${folder}/tests/03_both_test.ts`]: testText(id, 2),
    [`solutions/${id}.ts`]: SOLUTION,
  };
}
