/**
 * Chooses some of many, by chance, but the same ones for the same seed.
 *
 * @module
 */

/**
 * Takes a sample.
 *
 * @param items The items.
 * @param count How many to take.
 * @param seed A number that stands for the choice.
 * @returns The items that were chosen, in their order.
 */
export function sample<Item>(
  items: readonly Item[],
  count: number,
  seed: number,
): Item[] {
  const random = generator(seed);
  const ranks = new Map(items.map((item) => [item, random()]));
  const chosen = new Set(
    items.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!).slice(0, count),
  );
  return items.filter((item) => chosen.has(item));
}

/** Numbers from 0 to 1: the generator "mulberry32". */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
