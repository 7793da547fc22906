/**
 * Summaries of several measurements.
 *
 * @module
 */

/**
 * Summarizes the figures of several rounds.
 *
 * @param numbers The figures, at least one.
 * @param digits How many digits to show after the point.
 * @returns The median, the smallest and the largest.
 */
export function summarize(numbers: readonly number[], digits: number): string {
  const sorted = numbers.toSorted((a, b) => a - b)
    .map((number) => number.toFixed(digits));
  const median = sorted[Math.floor(sorted.length / 2)];
  return `${median} (${sorted[0]} to ${sorted.at(-1)})`;
}
