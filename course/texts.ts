/**
 * Every text that the commands of the course print, so that a translation finds
 * them in one place.
 *
 * @module
 */

/** Mistakes on the command line. */
export const USAGE = {
  unknownFlag: (flag: string, near?: string) =>
    `Unknown flag "${flag}"` +
    (near ? `: did you mean ${near}?` : ": --help lists the flags"),
  unknownCommand: (name: string, near?: string) =>
    `Unknown command "${name}"` +
    (near ? `: did you mean ${near}?` : ": --help lists the commands"),
  unexpected: (argument: string) => `Unexpected "${argument}"`,
  needsValue: (flag: string) => `${flag} needs a value`,
  noValue: (flag: string) => `${flag} takes no value`,
  badNumber: (flag: string, value: string, max: number) =>
    `Cannot use ${flag} "${value}": expected a whole number from 0 to ${max}`,
} as const;

/** Positions that do not exist. */
export const POSITION = {
  noStage: (text: string, near: string | undefined, last: string) =>
    `No stage "${text}"` +
    (near ? `: did you mean ${near}?` : `: expected 01 to ${last.slice(0, 2)}`),
  noTask: (stage: string, task: string, count: number) =>
    `No task "${task}" in ${stage}: expected 1 to ${count}`,
} as const;

/** Runs of tests that were cut short. */
export const RUN = {
  exited: (code: string) =>
    `Deno.exit(${code}) was called while the modules were loaded`,
  killed: "The process of the tests was killed",
  tooMuch: "The tests printed too much",
  tooLong: (seconds: number) =>
    `The tests did not end within ${seconds} s: a loop outside of them never ends`,
  endless: (seconds: number) =>
    `The test did not end within ${seconds} s: a loop never ends`,
} as const;

/** Failures and type errors. */
export const VIEW = {
  typeProblems: (count: number) =>
    count === 1 ? "1 type error:" : `${count} type errors:`,
  printed: (shown: number, all: number) =>
    shown === all ? "printed:" : `printed (the last ${shown} lines of ${all}):`,
} as const;

/** Messages of `check`. */
export const CHECK = {
  ok: "ok    ",
  failed: "FAILED",
  passed: (count: number) =>
    count === 1 ? "1 task passes" : `${count} tasks pass`,
  noTests: (stage: string) => `No tests in exercises/${stage}/tests`,
} as const;

/** Messages of `list`. */
export const LIST = {
  done: "#",
  open: "-",
  legend: "# passes  - open; core, correct and hardened tasks; list STAGE " +
    "shows their titles",
} as const;

/** Messages of `task` and `hint`. */
export const READ = {
  place: (file: string) => `Write it in ${file}`,
  readme: (folder: string) => `${folder}/README.md has the background`,
  hint: (position: string, level: number, count: number) =>
    `${position}  hint ${level} of ${count}`,
  nextHint: (level: number) => `There is more: --level ${level}`,
  noHint: (level: number, count: number) =>
    `No hint ${level}: this task has hints 1 to ${count}`,
} as const;

/** Messages of `next`, `prev` and `go`. */
export const MOVE = {
  needsTarget: "Expected a stage or a task, such as 02 or 02.7",
  atEnd: "This is the last task of the course",
  atStart: "This is the first task of the course",
} as const;

/** Messages of `watch`. */
export const WATCH = {
  position: (stage: string, task: number, count: number, level: string) =>
    `${stage}  task ${task} of ${count}, ${level}`,
  course: (passed: number, total: number) => `course ${passed}/${total}`,
  searching: "Looking for the first unfinished task ...",
  textHidden: "(t shows the text)",
  place: (file: string) => `write it in ${file}`,
  more: (rows: number) =>
    `  ${rows} more ${rows === 1 ? "row" : "rows"}: arrow keys, space`,
  missing: (path: string) => `${path} is missing`,
  waiting: "A file is missing; the tests run when it is back",
  passed: (task: number, skipped: number) =>
    skipped === 0
      ? `Task ${task} passes.`
      : `Task ${task} passes (${skipped} of its tests were skipped).`,
  nextTask: "n goes to the next task",
  nextStage: "It is the last task of this stage; n goes to the next stage",
  mayMoveOn: "You may move on: l chooses the next stage, n goes to the " +
    "hardened tasks of this one",
  broken: (tasks: readonly number[]) =>
    tasks.length === 1
      ? `Task ${tasks[0]} passed before and fails now`
      : `Tasks ${tasks.join(", ")} passed before and fail now`,
  running: (seconds: number) =>
    seconds === 0 ? "running ..." : `running ... ${seconds} s`,
  statusPassed: (seconds: string) => `passed in ${seconds} s`,
  statusFailed: (seconds: string) => `FAILED after ${seconds} s`,
  yesOrNo: "y yes  any other key no",
  tasks: (
    stage: string,
    title: string,
    from: number,
    to: number,
    all: number,
  ) =>
    `${stage}: ${title}` +
    (to - from + 1 < all ? `, tasks ${from} to ${to} of ${all}` : ""),
  listKeys: "up, down: a task; left, right: a stage; Enter goes there, " +
    "Esc goes back",
  hintKeys: "h shows the next hint, Esc goes back",
  pageKeys: "Esc goes back",
  serverRuns: "Your server, in the background; r or Esc ends it",
  portTaken: (port: number) =>
    `Port ${port} is taken: it listens on another port`,
  ended: (code: number) => `(the program has ended with exit code ${code})`,
  labRuns: "The wire lab, in the background; w or Esc ends it",
  noMoreHints: "This was the last hint",
  noEditor: (name: string) => `No program "${name}" for --edit-cmd`,
  noEvents: (error: string) =>
    `No file events here, so files are looked at every 250 ms (${error})`,
} as const;

/** The keys of `watch`. */
export const KEYS: readonly (readonly [key: string, text: string])[] = [
  ["n", "next"],
  ["p", "prev"],
  ["l", "list"],
  ["h", "hint"],
  ["t", "task"],
  ["s", "solution"],
  ["r", "run"],
  ["w", "wire lab"],
  ["x", "reset"],
  ["q", "quit"],
  ["Enter", "run again"],
];

/** Messages of `solution`. */
export const SOLUTION = {
  question: (position: string) =>
    `Task ${position} does not pass yet. Show the reference all the same?`,
  needsYes: (position: string) =>
    `Task ${position} does not pass yet: --yes shows the reference all the same`,
} as const;

/** Messages of `reset`. */
export const RESET = {
  needsStage: "Expected a stage, such as 02",
  question: (stage: string) =>
    `Put the stub of ${stage} back? A copy of your files is kept.`,
  nothing: (stage: string) => `${stage} is as it was at the start`,
  refused: "Nothing was changed: --yes resets without a question",
  noStub: (path: string) => `No copy of the stub of ${path}`,
  done: (stage: string, backup: string) =>
    `${stage} is as it was at the start; your files are in ${backup}`,
} as const;

/** Messages of `run`. */
export const RUN_SERVER = {
  needsStage: "Expected a stage, such as 02",
} as const;

/** Messages of `deno task send`. */
export const SEND = {
  oneText: (found: number) =>
    `Expected one text to send, found ${found}: put it in quotes, or see --help`,
  badEscape: (escape: string) =>
    escape === "\\"
      ? 'Bad escape at the end of the text: write "\\\\" for a backslash'
      : `Bad escape "${escape}": expected \\r, \\n, \\t, \\0, \\\\ or \\xNN`,
  twoCuts: "Use either --split or --every-byte, not both",
  badSplit: (at: number, length: number) =>
    `Cannot split at byte ${at}: the text ends at byte ${length}`,
  delayAlone: "--delay needs --split, --every-byte or --half-close",
  noServer: (port: number) =>
    `No server listens on 127.0.0.1:${port}. Start yours in another terminal, ` +
    `for stage 02: deno task course run 02 --port ${port}`,
  noAnswer: "the server closed the connection without an answer",
  late: "it has not ended in time",
  tooLong: (bytes: number) => `stopped after ${bytes} bytes`,
  incomplete: (reason: string) => `The answer is not complete: ${reason}`,
} as const;

/** Messages of `grade`. */
export const GRADE = {
  needsDirectory: "Expected the directories of submissions",
  noDirectory: (path: string) => `No directory "${path}"`,
  badFormat: (format: string, known: readonly string[]) =>
    `Unknown format "${format}": expected ${known.join(", ")}`,
  onlyOne: "Gradescope's results.json has one submission: name one directory",
  nothing: "No submission has a file of any stage: see --help",
  notSubmitted: "not submitted",
  missing: (name: string) => `${name} was not submitted`,
  link: (path: string) => `${path} is a link, and links are not followed`,
  tooLarge: (files: number, bytes: number) =>
    `more than ${files} files or ${bytes / 2 ** 20} MiB`,
  memory: (bytes: number) => `used more than ${bytes / 2 ** 20} MiB of memory`,
  time: (seconds: number) => `took more than ${Number(seconds.toFixed(1))} s`,
  parent: "its parent process was killed",
  noTimeLeft: "not run: the time of the submission was used up",
  cut: (reason: string) =>
    `all tasks together were cut short (${reason}) and run one by one`,
  cutTask: (task: number, reason: string) =>
    `task ${task} was cut short: ${reason}`,
  reference: (path: string) =>
    `imports ${path}, which is not accepted in this stage`,
  progress: (id: string, points: number, max: number, n: number, all: number) =>
    `${id}: ${points}/${max} (${n} of ${all})`,
  total: "total",
  submission: "submission",
} as const;
