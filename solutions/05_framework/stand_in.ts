/**
 * Objects that stand in for those of the web platform until the real one is
 * needed: `new Request` takes 5 µs, and most handlers want its URL.
 *
 * The platform keeps what belongs to an object under symbols of its own, which
 * are nobody's promise. Whoever uses this tries first whether it works, and does
 * without if not.
 *
 * @module
 */

/** A class whose objects stand in for others. */
// deno-lint-ignore no-explicit-any
export type StandIn<Self> = abstract new (...args: any[]) => Self;

/**
 * Makes the objects of a class stand in for those of another. What the class
 * does not define, they inherit from the other; and all that methods of that
 * look for, and the platform itself, `fetch` say, they find in the real object.
 *
 * @param standIn The class.
 * @param sample An object of the other class.
 * @param become Makes the real object, once.
 */
export function standInFor<Self extends object>(
  { prototype }: StandIn<Self>,
  sample: object,
  become: (self: Self) => object,
): void {
  Object.setPrototypeOf(prototype, Object.getPrototypeOf(sample));
  Object.defineProperty(prototype, "constructor", {
    value: sample.constructor,
  });
  for (const key of Object.getOwnPropertySymbols(sample)) {
    Object.defineProperty(prototype, key, {
      get(this: Self) {
        return Reflect.get(become(this), key);
      },
      set(this: Self, value: unknown) {
        Reflect.set(become(this), key, value);
      },
    });
  }
}
