/**
 * The terminal: its size, and a question with the answer yes or no.
 *
 * @module
 */

/** The size that is assumed without a terminal, or if it reports 0 by 0. */
const DEFAULT_SIZE = { columns: 80, rows: 24 };

/** The size of a terminal. */
export interface Size {
  /** How many columns it has. */
  readonly columns: number;
  /** How many rows it has. */
  readonly rows: number;
}

/**
 * The size of the terminal.
 *
 * @returns Its size; 80 by 24 if it is unknown.
 */
export function terminalSize(): Size {
  try {
    const { columns, rows } = Deno.consoleSize();
    return columns > 0 && rows > 0 ? { columns, rows } : DEFAULT_SIZE;
  } catch {
    return DEFAULT_SIZE;
  }
}

/**
 * How wide text should be.
 *
 * @returns The columns of the terminal; at most 100, which is easier to read.
 */
export function columns(): number {
  return Math.min(terminalSize().columns, 100);
}

/**
 * Asks for consent on the terminal.
 *
 * @param question The question.
 * @returns Whether the answer was yes; false without a terminal.
 */
export function consents(question: string): boolean {
  if (!Deno.stdin.isTerminal()) return false;
  return confirm(question);
}
