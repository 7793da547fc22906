/**
 * Reads the JUnit report that `deno test --junit-path` writes. It is XML of one
 * fixed form, so patterns do: elements do not nest within a test case.
 *
 * @module
 */

/** The result of one test. */
export interface TestResult {
  /** Its name. */
  readonly name: string;
  /** Whether it passed; "cancelled" if it did not run to its end. */
  readonly status: "passed" | "failed" | "skipped" | "cancelled";
  /** The message of the failure. */
  readonly message?: string;
  /** How long it took, in seconds. */
  readonly seconds: number;
}

/**
 * Reads a report.
 *
 * @param xml Its text.
 * @returns The tests of each file, in order; the file as Deno names it, "./…".
 */
export function readJunit(xml: string): Map<string, TestResult[]> {
  const files = new Map<string, TestResult[]>();
  const suites = xml.matchAll(
    /<testsuite name="([^"]*)"[^>]*>(.*?)<\/testsuite>/gs,
  );
  for (const [, file, content] of suites) {
    const cases = content.matchAll(
      /<testcase name="([^"]*)"([^>]*)>(.*?)<\/testcase>/gs,
    );
    files.set(unescapeXml(file), [...cases].map(toResult));
  }
  return files;
}

function toResult([, name, attributes, content]: RegExpExecArray): TestResult {
  const seconds = /\btime="([\d.]+)"/.exec(attributes)?.[1];
  const failure = /<failure message="([^"]*)">(.*?)<\/failure>/s.exec(content);
  return {
    name: unescapeXml(name),
    status: statusOf(content, seconds),
    message: failure ? unescapeXml(failure[2]) : undefined,
    seconds: Number(seconds ?? 0),
  };
}

function statusOf(
  content: string,
  seconds: string | undefined,
): TestResult["status"] {
  if (content.includes("<failure")) return "failed";
  // Deno writes a time for a skipped test, but not for a test that never ran.
  const isCut = content.includes("<error") || seconds === undefined;
  if (isCut) return "cancelled";
  return content.includes("<skipped") ? "skipped" : "passed";
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
};

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|quot|apos|amp));/gi,
    (_, hex, decimal, name) =>
      name
        ? ENTITIES[name.toLowerCase()]
        : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)),
  );
}
