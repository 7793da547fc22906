/**
 * The only list of stages: everything that runs over them starts here.
 *
 * @module
 */

/** How far a task goes; a learner may move on after "correct". */
export type Level = "core" | "correct" | "hardened";

/** One task of a stage: its number is its place in the list. */
export interface Task {
  /** The heading of the task in the README and the hints. */
  readonly title: string;
  /** How far it goes. */
  readonly level: Level;
}

/** One stage of the course. */
export interface Stage {
  /** The name of its folder. */
  readonly id: string;
  /** The subject, as the README names it. */
  readonly title: string;
  /** The files that a learner writes in `exercises/ID/`, and the solutions. */
  readonly modules: Readonly<Record<string, string>>;
  /** Files of the exercise that are given, the same in the solution. */
  readonly given: readonly string[];
  /** The stages whose references its stub imports. */
  readonly builtOn: readonly string[];
  /** Programs besides Deno that some of its tests need. */
  readonly programs: readonly string[];
  /** The tasks, in order. */
  readonly tasks: readonly Task[];
}

/**
 * Finds the test files of a stage: the name of each begins with the number of
 * its task, `tests/03_empty_line_test.ts`.
 *
 * @param id The name of the stage.
 * @returns The paths by task, relative to the root of the repository; empty for
 * a stage that has its tests in other files.
 */
export function testFiles(id: string): Map<number, string> {
  const folder = `exercises/${id}/tests/`;
  const files = new Map<number, string>();
  try {
    for (
      const { name } of Deno.readDirSync(
        new URL(`../${folder}`, import.meta.url),
      )
    ) {
      const number = /^(\d\d)_\w+_test\.ts$/.exec(name)?.[1];
      if (number !== undefined) files.set(Number(number), folder + name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files;
}

/** The stages, in the order in which they are learnt. */
export const STAGES: readonly Stage[] = [
  {
    id: "01_tcp",
    title: "a socket at each end",
    modules: { "server.ts": "01_tcp.ts", "client.ts": "01_tcp/client.ts" },
    given: ["program.ts"],
    builtOn: [],
    programs: [],
    tasks: [
      { level: "core", title: "Answer Yes" },
      { level: "core", title: "Serve one client after another" },
      { level: "core", title: "Log each client" },
      { level: "core", title: "Write the client" },
      { level: "correct", title: "Serve clients side by side" },
      { level: "correct", title: "Decode what a read cuts" },
      { level: "correct", title: "Send the whole message" },
      { level: "correct", title: "Read while you send" },
      { level: "correct", title: "Close without a reset" },
      { level: "correct", title: "Limit the drain" },
      { level: "correct", title: "Shut down" },
      { level: "correct", title: "Wait for the last handler" },
      { level: "hardened", title: "Survive a reset" },
      { level: "hardened", title: "Survive a handler that throws" },
      { level: "hardened", title: "Keep the log clean" },
      { level: "hardened", title: "Survive a failing log" },
      { level: "hardened", title: "Give up in time" },
    ],
  },
  {
    id: "02_http",
    title: "bytes become messages",
    modules: { "server.ts": "02_http.ts" },
    given: ["types.ts"],
    builtOn: ["01_tcp"],
    programs: [],
    tasks: [
      { level: "core", title: "Answer GET / with the page" },
      { level: "core", title: "Send the picture" },
      { level: "core", title: "Answer the form" },
      { level: "core", title: "Escape the name" },
      { level: "core", title: "Say 404" },
      { level: "correct", title: "Say how long the body is" },
      { level: "correct", title: "Say when, and that nothing follows" },
      { level: "correct", title: "Answer HEAD" },
      { level: "correct", title: "Answer 405 and 501" },
      { level: "correct", title: "Read until the empty line" },
      { level: "correct", title: "Read the body" },
      { level: "correct", title: "Count bytes, not characters" },
      { level: "correct", title: "Find a field by its name" },
      { level: "correct", title: "Serve any handler" },
      { level: "correct", title: "Tell the handler what was asked" },
      { level: "correct", title: "Answer errors" },
      { level: "correct", title: "Refuse malformed lines" },
      { level: "correct", title: "Refuse other versions" },
      { level: "correct", title: "Notice the end of file" },
      { level: "correct", title: "Log each request" },
      { level: "correct", title: "Abort the signal at shutdown" },
      { level: "correct", title: "Notice that the client has gone" },
      { level: "correct", title: "Send the handler's fields" },
      { level: "correct", title: "Send a body of any size" },
      { level: "correct", title: "Send a stream" },
      { level: "correct", title: "Keep the promised length" },
      { level: "correct", title: "Leave the body out" },
      { level: "correct", title: "Refuse what cannot be sent" },
      { level: "correct", title: "Accept every form of a target" },
      { level: "correct", title: "Join repeated fields" },
      { level: "correct", title: "Skip empty lines" },
      { level: "correct", title: "Ask for the body" },
      { level: "hardened", title: "Require one Host" },
      { level: "hardened", title: "Require one length" },
      { level: "hardened", title: "Refuse a transfer coding" },
      { level: "hardened", title: "Require CR LF" },
      { level: "hardened", title: "Refuse strange characters" },
      { level: "hardened", title: "Keep the log clean" },
      { level: "hardened", title: "Survive a failing log" },
      { level: "hardened", title: "Let the client read the error" },
      { level: "hardened", title: "Limit the request-line" },
      { level: "hardened", title: "Limit the header section" },
      { level: "hardened", title: "Limit the body" },
      { level: "hardened", title: "Limit the time" },
      { level: "hardened", title: "Excuse bytes that have arrived" },
      { level: "hardened", title: "Give up on a silent client" },
    ],
  },
  {
    id: "03_static",
    title: "a URL becomes a file",
    modules: { "server.ts": "03_static.ts" },
    given: [],
    builtOn: ["02_http"],
    programs: ["ln", "mkfifo"],
    tasks: [
      { level: "core", title: "Send a file" },
      { level: "core", title: "Name the type" },
      { level: "core", title: "Find the index page" },
      { level: "core", title: "Serve the course's site" },
      { level: "core", title: "Say 404" },
      { level: "core", title: "Refuse other methods" },
      { level: "correct", title: "Decode the path" },
      { level: "correct", title: "Add the missing slash" },
      { level: "correct", title: "List a directory" },
      { level: "correct", title: "Escape the names" },
      { level: "correct", title: "Describe the state of a file" },
      { level: "correct", title: "Answer If-None-Match" },
      { level: "correct", title: "Answer If-Modified-Since" },
      { level: "correct", title: "Read every format of a date" },
      { level: "correct", title: "Send a range" },
      { level: "correct", title: "Say 416" },
      { level: "correct", title: "Ignore every other range" },
      { level: "correct", title: "Check If-Range" },
      { level: "correct", title: "Read only what is asked for" },
      { level: "correct", title: "Stream" },
      { level: "hardened", title: "Refuse malformed paths" },
      { level: "hardened", title: "Refuse names that no file can have" },
      { level: "hardened", title: "Hide names that begin with a dot" },
      { level: "hardened", title: "Follow no link that leaves the root" },
      { level: "hardened", title: "Check the root at the start" },
      { level: "hardened", title: "Send regular files only" },
      { level: "hardened", title: "Give every error a status" },
      { level: "hardened", title: "List only what would be sent" },
      { level: "hardened", title: "Survive a file that changes" },
      { level: "hardened", title: "Leave out an impossible date" },
    ],
  },
  {
    id: "04_cgi",
    title: "a URL becomes a program",
    modules: { "server.ts": "04_cgi.ts" },
    given: [],
    builtOn: ["02_http", "03_static"],
    programs: ["sh", "perl", "python3"],
    tasks: [
      { level: "core", title: "Run a program" },
      { level: "core", title: "Choose by prefix" },
      { level: "core", title: "Pass the query and the method" },
      { level: "core", title: "Pass the body" },
      { level: "core", title: "Say 404 and 403" },
      { level: "correct", title: "Describe the connection" },
      { level: "correct", title: "Split the path" },
      { level: "correct", title: "Run it where it is" },
      { level: "correct", title: "Pass the fields" },
      { level: "correct", title: "Accept both line ends" },
      { level: "correct", title: "Send every field on" },
      { level: "correct", title: "Obey Status" },
      { level: "correct", title: "Send a Location on" },
      { level: "correct", title: "Refuse what is not an answer" },
      { level: "correct", title: "Survive a crash" },
      { level: "correct", title: "Send output as it comes" },
      { level: "correct", title: "Let HEAD run to the end" },
      { level: "correct", title: "Read and write at the same time" },
      { level: "correct", title: "Accept a program that does not read" },
      { level: "correct", title: "Log stderr" },
      { level: "correct", title: "Survive a failing log" },
      { level: "correct", title: "Speak every language" },
      { level: "hardened", title: "Clear the environment" },
      { level: "hardened", title: "Protect the meta-variables" },
      { level: "hardened", title: "Withhold dangerous fields" },
      { level: "hardened", title: "Refuse repeated fields" },
      { level: "hardened", title: "Refuse malformed lines" },
      { level: "hardened", title: "Check Location and framing" },
      { level: "hardened", title: "Limit the header" },
      { level: "hardened", title: "Keep the log clean" },
      { level: "hardened", title: "Redirect inside" },
      { level: "hardened", title: "Stop at the timeout" },
      { level: "hardened", title: "Kill the whole group" },
      { level: "hardened", title: "Stop with the client and the server" },
      { level: "hardened", title: "End with the program" },
      { level: "hardened", title: "Limit the programs" },
      { level: "hardened", title: "Hide the sources" },
      { level: "hardened", title: "Stay inside the directory" },
      { level: "hardened", title: "Keep a body without a length" },
    ],
  },
  {
    id: "05_framework",
    title: "you write your own Deno.serve",
    modules: { "server.ts": "05_framework.ts" },
    given: ["types.ts"],
    builtOn: ["02_http"],
    programs: [],
    tasks: [
      { level: "core", title: "Answer with a Response" },
      { level: "core", title: "Make a Request" },
      { level: "core", title: "Tell who asks" },
      { level: "core", title: "Pass the body in" },
      { level: "core", title: "Find the route" },
      { level: "core", title: "Pass on the match" },
      { level: "core", title: "Route by method" },
      { level: "core", title: "Show the page" },
      { level: "core", title: "Add a note" },
      { level: "core", title: "Escape the notes" },
      { level: "core", title: "Tell the time" },
      { level: "correct", title: "Find the host" },
      { level: "correct", title: "Send every status and field" },
      { level: "correct", title: "Say how long the body is" },
      { level: "correct", title: "Send a stream as it comes" },
      { level: "correct", title: "Pass the cancel on" },
      { level: "correct", title: "Describe the decoded bytes" },
      { level: "correct", title: "Let errors through" },
      { level: "correct", title: "Refuse what is not a Response" },
      { level: "correct", title: "Catch errors" },
      { level: "correct", title: "Ask onError" },
      { level: "correct", title: "Log each request" },
      { level: "correct", title: "Log failures, too" },
      { level: "correct", title: "Show and delete a note" },
      { level: "correct", title: "Read every form" },
      { level: "correct", title: "Refuse a bad note" },
      { level: "correct", title: "Answer errors yourself" },
      { level: "correct", title: "Say 405 and 501" },
      { level: "correct", title: "Turn a request around" },
      { level: "correct", title: "Turn an answer around" },
      { level: "correct", title: "Turn errors around" },
      { level: "correct", title: "Run on both" },
      { level: "correct", title: "Call onListen" },
      { level: "correct", title: "Stop with the signal" },
      { level: "hardened", title: "Keep pace with the client" },
      { level: "hardened", title: "Abort the signal" },
      { level: "hardened", title: "Refuse methods" },
      { level: "hardened", title: "Leave out the body of GET" },
      { level: "hardened", title: "Refuse a Host" },
      { level: "hardened", title: "Keep the host" },
      { level: "hardened", title: "Refuse a WebSocket" },
      { level: "hardened", title: "Keep a hundred notes" },
    ],
  },
  {
    id: "06_persistent",
    title: "many requests, many clients",
    modules: { "server.ts": "06_persistent.ts" },
    given: [],
    builtOn: ["01_tcp", "02_http", "03_static", "04_cgi"],
    programs: [],
    tasks: [
      { level: "core", title: "Answer one request after another" },
      { level: "core", title: "Answer as in stage 02" },
      { level: "core", title: "Log each request" },
      { level: "core", title: "Answer in order" },
      { level: "core", title: "Close when asked" },
      { level: "core", title: "Keep HTTP/1.0 if it asks" },
      { level: "core", title: "Answer without the handler" },
      { level: "core", title: "Survive the handler" },
      { level: "core", title: "Send in chunks" },
      { level: "core", title: "Send without chunks" },
      { level: "core", title: "Cancel what is not sent" },
      { level: "correct", title: "Read chunks" },
      { level: "correct", title: "Skip extensions and trailers" },
      { level: "correct", title: "Refuse malformed chunks" },
      { level: "correct", title: "Leave no body behind" },
      { level: "correct", title: "Give up a long body" },
      { level: "correct", title: "Break off a broken answer" },
      { level: "correct", title: "Say Continue" },
      { level: "correct", title: "Expect no body after a refusal" },
      { level: "correct", title: "Answer in one write" },
      { level: "correct", title: "Send no faster than the client reads" },
      { level: "correct", title: "Notice a reset" },
      { level: "correct", title: "Notice a close" },
      { level: "correct", title: "Accept connections yourself" },
      { level: "correct", title: "Finish what has begun" },
      { level: "correct", title: "Close idle connections at shutdown" },
      { level: "correct", title: "Cut what takes too long" },
      { level: "hardened", title: "Never guess where a body ends" },
      { level: "hardened", title: "Refuse a doubtful chunk-size" },
      { level: "hardened", title: "Limit every request" },
      { level: "hardened", title: "Limit the connections" },
      { level: "hardened", title: "Read no further than needed" },
      { level: "hardened", title: "Limit the idle time" },
      { level: "hardened", title: "Limit the time of a request" },
      { level: "hardened", title: "Limit the time of an answer" },
      { level: "hardened", title: "Forgive your own delays" },
    ],
  },
  {
    id: "07_database",
    title: "the page remembers",
    modules: { "server.ts": "07_database.ts" },
    given: ["database_path.ts"],
    builtOn: ["03_static", "04_cgi", "06_persistent"],
    programs: [],
    tasks: [
      { level: "core", title: "Show the form" },
      { level: "core", title: "Remember an entry" },
      { level: "core", title: "Keep it in a file" },
      { level: "correct", title: "Let text be text" },
      { level: "correct", title: "Check what was typed" },
      { level: "correct", title: "Turn pages" },
      { level: "correct", title: "Answer every request" },
      { level: "correct", title: "Share the file" },
      { level: "hardened", title: "Promise only what is stored" },
      { level: "hardened", title: "Migrate" },
      { level: "hardened", title: "Survive a bad file" },
    ],
  },
  {
    id: "08_std",
    title: "the batteries",
    modules: { "server.ts": "08_std.ts" },
    given: [],
    builtOn: ["02_http", "05_framework", "07_database"],
    programs: ["ln", "mkfifo"],
    tasks: [
      { level: "core", title: "Let Deno serve" },
      { level: "core", title: "Serve a directory" },
      { level: "core", title: "Route the guestbook" },
      { level: "core", title: "Route every method" },
      { level: "core", title: "Find the database" },
      { level: "core", title: "Log each request" },
      { level: "core", title: "Keep the console clean" },
      { level: "correct", title: "List a directory" },
      { level: "correct", title: "Keep what stage 03 gave" },
      { level: "correct", title: "Return the Response as it is" },
      { level: "correct", title: "Keep what stage 07 gave" },
      { level: "correct", title: "Log what a handler throws" },
      { level: "correct", title: "Quote the reason" },
      { level: "hardened", title: "Survive a failing log" },
      { level: "hardened", title: "Refuse malformed paths" },
      { level: "hardened", title: "Follow no link out of the root" },
      { level: "hardened", title: "Hide names that begin with a dot" },
      { level: "hardened", title: "Send files and directories only" },
      { level: "hardened", title: "Check the root at the start" },
      { level: "hardened", title: "Cut slow clients" },
      { level: "hardened", title: "Wait for the handlers" },
      { level: "hardened", title: "Forget what is answered" },
      { level: "hardened", title: "Close the database" },
      { level: "hardened", title: "Know what Deno.serve reads" },
      { level: "hardened", title: "Know when Deno.serve lets go" },
      { level: "hardened", title: "Know methods and paths" },
      { level: "hardened", title: "Know conditions and ranges" },
    ],
  },
];
