/**
 * The types of `@std/assert`, as far as the course uses it.
 *
 * @module
 */

/** Thrown by an assertion that does not hold. */
export declare class AssertionError extends Error {
  /** An error with the name `AssertionError`. */
  constructor(message: string, options?: ErrorOptions);
}

/** Asserts that `expr` is truthy. */
export declare function assert(expr: unknown, msg?: string): asserts expr;

/** Asserts that two values are equal, deeply. */
export declare function assertEquals<T>(
  actual: T,
  expected: T,
  msg?: string,
): void;

/** Asserts that two values differ, deeply. */
export declare function assertNotEquals<T>(
  actual: T,
  expected: T,
  msg?: string,
): void;

/** Asserts that a value is neither `undefined` nor `null`. */
export declare function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T>;

/** Asserts that `actual` is greater than `expected`. */
export declare function assertGreater<T>(
  actual: T,
  expected: T,
  msg?: string,
): void;

/** Asserts that `actual` is less than `expected`. */
export declare function assertLess<T>(
  actual: T,
  expected: T,
  msg?: string,
): void;

/** Asserts that a value is an instance of a class. */
export declare function assertInstanceOf<
  // deno-lint-ignore no-explicit-any
  T extends abstract new (...args: any[]) => any,
>(
  actual: unknown,
  expectedType: T,
  msg?: string,
): asserts actual is InstanceType<T>;

/** Asserts that a string matches a regular expression. */
export declare function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void;

/** Asserts that a string does not match a regular expression. */
export declare function assertNotMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void;

/** Asserts that a string contains another. */
export declare function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void;

/** Asserts that a promise rejects. */
export declare function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/** Asserts that a promise rejects with an error of a class. */
export declare function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  // deno-lint-ignore no-explicit-any
  ErrorClass: abstract new (...args: any[]) => E,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;

/** Asserts that a function throws. */
export declare function assertThrows(
  fn: () => unknown,
  msg?: string,
): unknown;
/** Asserts that a function throws an error of a class. */
export declare function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  // deno-lint-ignore no-explicit-any
  ErrorClass: abstract new (...args: any[]) => E,
  msgIncludes?: string,
  msg?: string,
): E;

/** Fails. */
export declare function fail(msg?: string): never;
