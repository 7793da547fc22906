/**
 * Reads the report that `deno test --junit-path` writes.
 *
 * @module
 */

/** One test of a report. */
export interface TestResult {
  /** Its name. */
  readonly name: string;
  /** How long it took, in seconds. */
  readonly seconds: number;
  /** Its result. */
  readonly outcome: "passed" | "failed" | "skipped";
  /** The complete message of its failure; empty without one. */
  readonly message: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&amp;": "&",
};

/**
 * Reads a report.
 *
 * @param path The file; an empty one is a run that wrote no report.
 * @returns The tests, without their steps, in order.
 */
export async function readJunit(path: string): Promise<TestResult[]> {
  const text = await Deno.readTextFile(path);
  const testcase = /<testcase ([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs;
  return [...text.matchAll(testcase)].map(([, attributes, content = ""]) => ({
    name: attribute(attributes, "name"),
    seconds: Number(attribute(attributes, "time") || 0),
    outcome: outcomeOf(content),
    message: messageOf(content),
  }));
}

function outcomeOf(content: string): TestResult["outcome"] {
  const [, element] = /^\s*<(\w+)/.exec(content) ?? [];
  if (element === "skipped") return "skipped";
  return element === undefined ? "passed" : "failed";
}

function messageOf(content: string): string {
  return decode(/<failure [^>]*>(.*)<\/failure>/s.exec(content)?.[1] ?? "");
}

function attribute(attributes: string, name: string): string {
  const [, value = ""] = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes) ??
    [];
  return decode(value);
}

function decode(text: string): string {
  return text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);
}
