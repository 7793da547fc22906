/**
 * Draws `docs/course.svg`: the screen of `deno task course` in a real terminal,
 * with a first attempt at task 1 of stage 01. Run it on Linux with
 * `deno run -A tests/course/draw_screen.ts`.
 *
 * @module
 */

import { PseudoTerminal } from "./pseudo_terminal.ts";

/** The files and folders that the course needs. */
const COPIED = "course kit solutions exercises std deno.json deno.lock";
const ROOT = new URL("../../", import.meta.url).pathname;
const SERVER = "exercises/01_tcp/server.ts";

/** A first attempt: the answer has a line feed that no task asks for. */
const ATTEMPT: readonly (readonly [stub: RegExp, attempt: string])[] = [
  [
    /throw new Error\("Task 1 is not done yet"\);/,
    `const { hostname = "127.0.0.1", port = 8000 } = options;
  const listener = Deno.listen({ hostname, port });
  const finished = listener.accept().then(async (connection) => {
    await onConnection(connection);
    connection.close();
  });
  const shutdown = () => (listener.close(), finished);
  const { addr } = listener;
  return { addr, finished, shutdown, [Symbol.asyncDispose]: shutdown };`,
  ],
  [
    /throw new Error\("Task 1 is not done yet"\);/,
    `return (async () => {
      await connection.read(new Uint8Array(4096));
      await connection.write(new TextEncoder().encode("Yes\\n"));
    })();`,
  ],
];

/** The size of the terminal, and of a character in the picture. */
const ROWS = 40;
const COLUMNS = 100;
const CHARACTER = { width: 8.4, height: 19 };
const MARGIN = 16;

const COLOURS: Readonly<Record<string, string>> = {
  "31": "#ff7b72",
  "32": "#7ee787",
  "33": "#e3b341",
  "36": "#79c0ff",
};

/** A run of characters of one style. */
interface Run {
  readonly text: string;
  readonly column: number;
  readonly style: string;
}

/** Runs the course on a copy; returns the rows of the screen. */
async function screenshot(): Promise<string[]> {
  const copy = await Deno.makeTempDir();
  try {
    const sources = COPIED.split(" ").map((name) => ROOT + name);
    await new Deno.Command("cp", { args: ["-R", ...sources, copy] }).output();
    let text = await Deno.readTextFile(`${copy}/${SERVER}`);
    for (const [stub, attempt] of ATTEMPT) text = text.replace(stub, attempt);
    await Deno.writeTextFile(`${copy}/${SERVER}`, text);
    const command = `unset NO_COLOR; ${Deno.execPath()} task --quiet course`;
    await using terminal = await PseudoTerminal.start(command, copy);
    await terminal.shows(/FAILED after[^]*run again/);
    const frame = terminal.output.split("\x1b[H").at(-1)!;
    await terminal.press("q");
    await terminal.ended();
    return frame.split(/\r*\n/).slice(0, ROWS);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

/** Splits a row at its colours. */
function runsOf(row: string): Run[] {
  const runs: Run[] = [];
  const styles = new Map<string, string>();
  let column = 0;
  // deno-lint-ignore no-control-regex -- Escape begins the sequences
  for (const [, code, text] of row.matchAll(/\x1b\[([?\d;]*)[A-Za-z]|(.)/gsu)) {
    if (text === undefined) setStyle(styles, code);
    else {
      runs.push({ text, column, style: [...styles.values()].join("") });
      column++;
    }
  }
  return runs;
}

function setStyle(styles: Map<string, string>, code: string): void {
  if (code === "39") styles.delete("colour");
  if (code === "22") styles.delete("weight");
  if (code === "1") styles.set("weight", ' font-weight="bold"');
  if (code === "2") styles.set("weight", ' opacity="0.6"');
  if (code in COLOURS) styles.set("colour", ` fill="${COLOURS[code]}"`);
}

/** Every character has its own place, so that no font moves a mark. */
function drawRow(row: string, index: number): string[] {
  const y = MARGIN + (index + 1) * CHARACTER.height;
  const groups: Run[][] = [];
  for (const run of runsOf(row)) {
    const last = groups.at(-1);
    if (last?.[0].style === run.style) last.push(run);
    else groups.push([run]);
  }
  return groups.flatMap((group) => {
    const text = group.map(({ text }) => escapeXml(text)).join("");
    if (text.trim() === "") return [];
    const x = group.map(({ column }) =>
      (MARGIN + column * CHARACTER.width).toFixed(1)
    ).join(" ");
    return `<text x="${x}" y="${y}"${group[0].style}>${text}</text>`;
  });
}

/** Text as SVG shows it. */
function escapeXml(text: string): string {
  // SVG collapses spaces, but not no-break spaces.
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(" ", "\u00a0");
}

/** Leaves out the rows between the content and the keys. */
function withoutFiller(rows: readonly string[]): string[] {
  // deno-lint-ignore no-control-regex -- Escape begins the sequences
  const plain = rows.map((row) => row.replace(/\x1b\[[?\d;]*[A-Za-z]/g, ""));
  const end = plain.findIndex((_, index) =>
    index > 0 && plain.slice(index, index + 3).join("").trim() === ""
  );
  const keys = plain.findIndex((row) => row.startsWith("FAILED after"));
  return [...rows.slice(0, end + 1), ...rows.slice(keys)];
}

async function main(): Promise<void> {
  const rows = withoutFiller(await screenshot());
  const width = 2 * MARGIN + COLUMNS * CHARACTER.width;
  const height = 2 * MARGIN + rows.length * CHARACTER.height + 6;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"` +
    ` font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14"` +
    ` fill="#e6edf3">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...rows.flatMap(drawRow),
    "</svg>",
    "",
  ];
  const path = `${ROOT}docs/course.svg`;
  await Deno.writeTextFile(path, svg.join("\n"));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", path] }).output();
}

if (import.meta.main) await main();
