/**
 * The side of a connection that its input and output report to.
 *
 * @module
 */

/** Closes a connection that has broken. */
export interface ConnectionOwner {
  /**
   * Closes the connection, and stops the work for its client.
   *
   * @param reason Why.
   */
  cut(reason: unknown): void;
}
