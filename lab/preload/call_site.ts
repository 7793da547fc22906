/**
 * The line of the server that makes a call. A formatted stack costs 80 µs, since
 * Deno looks up the lines of the TypeScript in it; so each place is formatted
 * once, and known by its place in the JavaScript from then on.
 *
 * @module
 */

/** The frames of V8, as far as they are needed. */
interface Frame {
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/** How many frames are looked at: those of this folder, and the caller. */
const FRAMES = 6;

/** The modules of this folder, as a formatted stack names them. */
const OWN = new URL(".", import.meta.url).href;

const known = new Map<string, string | undefined>();

/**
 * Finds the line that has called into this folder.
 *
 * @returns The line: "server.ts:42"; `undefined` if it is not in a file.
 */
export function callSite(): string | undefined {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = FRAMES;
  Error.prepareStackTrace = (_, frames) => frames;
  const frames = new Error().stack as unknown as readonly Frame[];
  Error.prepareStackTrace = prepareStackTrace;
  const place = findPlace(frames);
  if (place !== undefined && !known.has(place)) {
    known.set(place, format(new Error().stack ?? ""));
  }
  Error.stackTraceLimit = stackTraceLimit;
  return place === undefined ? undefined : known.get(place);
}

/** The first frame is this module's: its folder is not the server. */
function findPlace([own, ...frames]: readonly Frame[]): string | undefined {
  const folder = own.getFileName()?.replace(/[^/\\]*$/, "") ?? "";
  for (const frame of frames) {
    const file = frame.getFileName();
    if (!file || /^\w{3,}:/.test(file) || file.startsWith(folder)) continue;
    return `${file}:${frame.getLineNumber()}:${frame.getColumnNumber()}`;
  }
}

function format(stack: string): string | undefined {
  const frame = stack.split("\n").find((line) =>
    line.includes("file://") && !line.includes(OWN)
  );
  return /([^/\\]+:\d+):\d+\)?$/.exec(frame ?? "")?.[1];
}
