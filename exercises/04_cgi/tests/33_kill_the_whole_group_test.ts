import {
  expectBody,
  Gate,
  get,
  Lifeline,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, startWith } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

Deno.test(test("what a program leaves running is killed at its end", {
  because: "a server that runs for months would collect the children of its " +
    "programs",
}, async () => {
  await using directory = await TempDir.create();
  await using gate = await Gate.create(directory);
  await using never = await Gate.create(directory, "never");
  await using child = await Lifeline.create(
    directory,
    "a child of the program",
  );
  await directory.writeScript(
    "leave",
    `(trap '' TERM\n${child.hold}\n${never.wait}) > /dev/null 2>&1 &\n` +
      `${gate.wait}\n${TEXT_HEADER}\necho done`,
  );
  await using server = await startWith(directory);
  const connection = await server.connect();
  await connection.send(get("/cgi-bin/leave"));
  await child.held();
  await gate.open();
  expectBody(await connection.readResponse(), "done\n");
  await child.expectReleased(
    "when a program has ended, its children are killed",
    {
      likely:
        "the program is not a group of its own (detached: true), or the " +
        'group is not killed: Deno.kill(-pid, "SIGKILL")',
    },
  );
}));

Deno.test(test("a group that has vanished is not an error", {}, async () => {
  await using directory = await TempDir.createScripts({
    "greet": `${TEXT_HEADER}\necho hello`,
  });
  await using server = await startWith(directory);
  for (let time = 0; time < 3; time++) {
    const response = await server.exchange(get("/cgi-bin/greet"), {
      likely: {
        thrown: "Deno.kill throws NotFound for an empty group: catch it",
      },
    });
    expectBody(response, "hello\n");
  }
}));
