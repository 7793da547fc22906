import {
  expectBody,
  expectStatus,
  Gate,
  get,
  Lifeline,
  pause,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { FOR_SH, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 9110 section 15.6.4: a process costs more than a connection",
});

Deno.test(test("more programs than maxScripts are 503", {}, async () => {
  await using directory = await TempDir.create({ "page.txt": "the page" });
  await using gate = await Gate.create(directory);
  await using life = await Lifeline.create(directory);
  await directory.writeScript(
    "bin/slow",
    `${life.hold}\n${gate.wait}\n${TEXT_HEADER}\necho slow`,
  );
  const scripts = { "/cgi-bin": directory.resolve("bin") };
  const options = { root: directory.path, scripts, maxScripts: 2 };
  await using server = await start(serve, options);
  const clients = [await server.connect(), await server.connect()];
  for (const client of clients) {
    await client.send(get("/cgi-bin/slow"));
    await life.held();
  }
  const third = await server.exchange(get("/cgi-bin/slow"), {
    likely: { silence: "the third program is started: count those that run" },
  });
  expectStatus(third, 503);
  expectBody(await server.exchange(get("/page.txt")), "the page");
  await gate.open();
  for (const client of clients) {
    expectBody(await client.readResponse(), "slow\n");
  }
  await expectFree(server, "/cgi-bin/slow");
}));

/** Programs that end in different ways; "missing" does not even start. */
const ENDS: Readonly<Record<string, string>> = {
  "greet": `${TEXT_HEADER}\necho hello`,
  "fails": "exit 1",
  "dies": `${TEXT_HEADER}\nkill -KILL $$`,
  "interpreter": "#!/nowhere/bin/interpreter\n",
};

Deno.test(test("a program that has ended does not count", {}, async () => {
  await using directory = await TempDir.createScripts(ENDS);
  await using server = await startWith(directory, { maxScripts: 1 });
  for (const name of [...Object.keys(ENDS), "missing", "greet"]) {
    await variant(`after ${name}`, async () => {
      await (await server.connect()).send(get(`/cgi-bin/${name}`));
      await expectFree(server, "/cgi-bin/greet");
    });
  }
}));

/** Expects that a program runs: the count may go down after the last answer. */
async function expectFree(
  server: ServerUnderTest,
  target: string,
): Promise<void> {
  for (let attempt = 1;; attempt++) {
    const response = await server.exchange(get(target));
    if (response.status === 503 && attempt < 300) {
      await pause(5);
      continue;
    }
    return expectStatus(response, 200, {
      likely: response.status === 503
        ? "a program is still counted after its end: count down when it has " +
          "ended, in whatever way"
        : undefined,
    });
  }
}
