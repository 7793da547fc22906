/**
 * Objects of the web platform that are made on demand: `new Request` takes 5 µs,
 * and most handlers only look at its URL. Another class answers in the meantime.
 *
 * The platform stores the state of its objects under symbols that are not part
 * of its documented interface. So every user of this module first tries whether
 * it works, and otherwise makes the object at once.
 *
 * @module
 */

/** A class whose objects take the place of platform objects. */
// deno-lint-ignore no-explicit-any
export type LazyClass<Self> = abstract new (...args: any[]) => Self;

/**
 * Lets the objects of a class take the place of platform objects. Members that
 * the class does not define are inherited from the platform class. These, and
 * platform functions such as `fetch`, look for state under symbols; there they
 * find the state of the real object, which is made at that moment.
 *
 * @param lazyClass The class.
 * @param sample An object of the platform class.
 * @param makeReal Makes the real object, once.
 */
export function makeLazy<Self extends object>(
  { prototype }: LazyClass<Self>,
  sample: object,
  makeReal: (self: Self) => object,
): void {
  Object.setPrototypeOf(prototype, Object.getPrototypeOf(sample));
  Object.defineProperty(prototype, "constructor", {
    value: sample.constructor,
  });
  for (const key of Object.getOwnPropertySymbols(sample)) {
    Object.defineProperty(prototype, key, {
      get(this: Self) {
        return Reflect.get(makeReal(this), key);
      },
      set(this: Self, value: unknown) {
        Reflect.set(makeReal(this), key, value);
      },
    });
  }
}
