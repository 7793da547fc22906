/**
 * Clients that do not read, clients that come together, and a handler that
 * computes: the lab shows with them what distinguishes wrong servers.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { pause } from "../../kit/mod.ts";
import { parseCommandLine } from "../../lab/command_line.ts";
import { type Lab, startLab } from "../../lab/lab.ts";
import type { EditorMessage } from "../../lab/page_requests.ts";
import { presetsOf } from "../../lab/presets.ts";

const RIGHT = ["06", "--reference"];
const WRONG = "tests/wrong_servers/06_persistent/";

/** Starts a server with handlers, and sends a preset as the page does. */
async function sendPreset(
  args: readonly string[],
  name: string,
): Promise<Lab> {
  const options = parseCommandLine([
    "--handlers",
    "--port=0",
    "--page-port=0",
    ...args,
  ]);
  if (options === "help") throw new Error("This is the help");
  const lab = await startLab(options);
  const preset = presetsOf(options.stage, true)
    .find((preset) => preset.name === name);
  assert(preset, name);
  const message: EditorMessage = preset;
  const response = await fetch(new URL("/send", lab.pageUrl), {
    method: "POST",
    headers: { Origin: new URL(lab.pageUrl).origin },
    body: JSON.stringify(message),
  });
  assertEquals(await response.json(), {});
  return lab;
}

/** Waits until a number of connections is as it should be, or for too long. */
async function reaches(count: () => number, wanted: number): Promise<boolean> {
  const giveUp = Date.now() + 10_000;
  while (count() < wanted) {
    if (Date.now() > giveUp) return false;
    await pause(20);
  }
  return true;
}

function ended({ recorder }: Lab): number {
  return recorder.lanes.filter(({ events }) =>
    events.some((event) => event.type === "call" && event.name === "close")
  ).length;
}

Deno.test("a client sends the rest after the server's end of file", async () => {
  const options = parseCommandLine([
    "01",
    "--reference",
    "--send=can you hear me?",
    "--split=4",
    "--delay=300",
    "--port=0",
    "--page-port=0",
  ]);
  if (options === "help") throw new Error("This is the help");
  await using lab = await startLab(options);
  assert(
    await reaches(() => lab.recorder.lanes.at(0)?.streams[0].total ?? 0, 16),
  );
});

const STALLED = "a client that does not read";

Deno.test("a client that does not read is given up after the limit", async () => {
  await using lab = await sendPreset([...RIGHT, "--time-limit=300"], STALLED);
  assert(await reaches(() => ended(lab), 1));
});

Deno.test("a server without a deadline for sending keeps such a client", async () => {
  const file = `${WRONG}no_send_deadline.ts`;
  await using lab = await sendPreset([file, "--time-limit=300"], STALLED);
  const calls = () =>
    lab.recorder.lanes.flatMap(({ events }) => events)
      .filter((event) => event.type === "call" && event.name === "write");
  assert(await reaches(() => calls().length, 2));
  await pause(1500);
  assertEquals(ended(lab), 0);
});

const TOGETHER = "three clients at once that stay";
const OPTIONS = ["--", "--options", '{"maxConnections":1,"lingerMs":2000}'];

/** When the last refusal was sent, in ms after the last client was accepted. */
async function lastRefusal(args: readonly string[]): Promise<number> {
  await using lab = await sendPreset([...args, ...OPTIONS], TOGETHER);
  const answers = () =>
    lab.recorder.lanes.flatMap(({ openedAt, events }) =>
      events.filter((event) => event.type === "call" && event.name === "write")
        .map(({ at }) => openedAt + at)
    );
  assert(await reaches(() => answers().length, 3));
  const opened = lab.recorder.lanes.map(({ openedAt }) => openedAt);
  return Math.max(...answers()) - Math.max(...opened);
}

Deno.test("refused clients that come together are answered together", async () => {
  const right = await lastRefusal(RIGHT);
  const wrong = await lastRefusal([`${WRONG}refusals_awaited.ts`]);
  assert(wrong > right + 1000, `${wrong} ms, and ${right} ms`);
});

Deno.test("a body that arrives while the handler computes is in time", async () => {
  const name = "a body that arrives while the handler computes";
  await using lab = await sendPreset([...RIGHT, "--time-limit=500"], name);
  const statuses = () =>
    lab.recorder.lanes.flatMap(({ streams }) => streams[1].parts)
      .filter(({ kind }) => kind === "status-code")
      .map(({ about }) => about);
  assert(await reaches(() => statuses().length, 1));
  assertEquals(statuses(), ["200"]);
});
