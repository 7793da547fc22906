/**
 * The texts of `--help`, in one place for a translation.
 *
 * @module
 */

/** `deno task send --help` */
export const SEND_HELP: string = String.raw`
Send raw bytes to a server on this machine, and show what travels.

  deno task send TEXT [flags]
  deno task send - [flags] < FILE

TEXT may contain \r \n \t \0 \\ and \xNN (a byte in hexadecimal). "-" sends what
standard input has, byte for byte.

  --port N       the server's port; 8000 by default
  --split N      send the first N bytes, then the rest
  --every-byte   send every byte in a write of its own
  --delay MS     how long to wait between two writes; 10 ms by default
  --half-close   end the sending direction after the last byte
  --to-end       read to the end of file, even if the answer is complete
  --help         show this text

The answer is complete when its HTTP framing says so, otherwise at the end of
file. It may take 10 s. Two requests in one TEXT get two answers: use --to-end.

Exit code: 0 the answer is complete, 1 it is not, 2 the command line is wrong.

  deno task send 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

In cmd.exe, which has no single quotes, use double quotes; backslashes stay as
they are:

  deno task send "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
`.trim();

/** `deno task course --help` */
export const COURSE_HELP: string = `
Learn how a web server works by writing one.

  deno task course [watch] [STAGE[.TASK]]   run the tests whenever you save
  deno task course list [STAGE]             stages and tasks with their state
  deno task course check [STAGE[.TASK]]     tasks 1 to N, up to the first failure
  deno task course task [STAGE.TASK]        the text of a task
  deno task course hint [STAGE.TASK]        a hint for it
  deno task course next | prev              go to the next task, or to the one before
  deno task course go STAGE[.TASK]          go to a task
  deno task course run STAGE                run your server
  deno task course solution [STAGE]         your file and the reference
  deno task course reset STAGE              begin a stage again; keeps a copy
  deno task course doctor                   what this machine lacks
  deno task course grade DIR...             grade submissions
  deno task send TEXT                       send raw bytes to a server

STAGE is 2, 02 or 02_http; STAGE.TASK is 02.7. Every command has --help.

Exit code: 0 all is well, 1 a test fails or something is missing, 2 the command
line is wrong, 130 Ctrl-C.
`.trim();

/** `deno task course COMMAND --help` */
export const HELP: Readonly<Record<string, string>> = {
  watch: `
deno task course [watch] [STAGE[.TASK]] [flags]

Show the task and run its tests whenever you save. It starts at the first
unfinished task from your last position on, and moves on only when you say so.
Type errors appear next to the verdict of the tests.

  --edit-cmd CMD   open the file of the task: CMD FILE, or {file} and {line} in
                   CMD; for an editor with a window of its own
  --poll           look for changes every 250 ms: for network drives and
                   containers that report none
  --json           print one JSON object per run
  --help           show this text
`,
  list: `
deno task course list [STAGE] [--json]

Show which tasks pass. Only stages that you have changed since the last time run
their tests.
`,
  check: `
deno task course check [STAGE[.TASK]] [flags]

Run the tests of tasks 1 to TASK, up to the first failure. Without TASK: the
whole stage. Without STAGE: up to your position.

  --all    do not stop at a failure, and run every task of the stage
  --json   print one JSON object
  --help   show this text
`,
  task: `
deno task course task [STAGE.TASK] [--json]

Print the text of a task; of the task at your position by default.
`,
  hint: `
deno task course hint [STAGE.TASK] [--level N] [--json]

Print a hint: --level 1 is a nudge (the default), --level 3 almost the answer.
`,
  next: `
deno task course next [STAGE.TASK]

Go to the next task, and print it.
`,
  prev: `
deno task course prev [STAGE.TASK]

Go to the task before, and print it.
`,
  go: `
deno task course go STAGE[.TASK]

Go to a task, and print it. "deno task course" continues there.
`,
  solution: `
deno task course solution [STAGE] [--yes]

Show your file and the reference: next to each other on a terminal of 140 columns
or more, otherwise as a diff. It asks first while your task does not pass.
`,
  reset: `
deno task course reset STAGE [--yes]

Put the stub of a stage back. Your files are copied to .course/backup/ first.
`,
  doctor: `
deno task course doctor [--json]

Look at this machine: what it lacks, what that disables, and how to get it. The
exit code is 1 if the course cannot work here.
`,
  grade: `
deno task course grade DIR... [flags]

Grade submissions. A submission is a directory that holds exercises/NN_name/ with
the files that the learner wrote. Each is graded on a copy of this checkout, in
processes of its own; docs/teaching.md says more.

  --stage STAGE    grade this stage; may be given several times. By default:
                   every stage of which a submission has a file
  --format FORMAT  table (the default), json, junit, or gradescope (one DIR)
  --output FILE    write the result into a file
  --jobs N         how many submissions at once; one per processor by default
  --seconds N      how long one stage of one submission may take; 300 by default
  --memory MIB     how much memory it may use; 1024 by default
  --help           show this text
`,
  run: `
deno task course run STAGE [flags of the server]

Run your server of a stage. It prints its URL; Ctrl-C ends it. All servers take
--port and --hostname.
`,
};
