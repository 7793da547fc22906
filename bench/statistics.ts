/**
 * Many figures in few words.
 *
 * @module
 */

/**
 * Summarizes what several rounds have given.
 *
 * @param numbers The figures, one at least.
 * @param digits How many digits to show after the point.
 * @returns The median, and from where to where they go.
 */
export function summarize(numbers: readonly number[], digits: number): string {
  const sorted = numbers.toSorted((a, b) => a - b)
    .map((number) => number.toFixed(digits));
  const median = sorted[Math.floor(sorted.length / 2)];
  return `${median} (${sorted[0]} to ${sorted.at(-1)})`;
}
