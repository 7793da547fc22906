/**
 * Text of strangers, made safe for a log line.
 *
 * @module
 */

/**
 * Quotes a text on one line: a line end in it would begin a line of the log, and
 * an escape sequence would be obeyed by the terminal that shows it.
 *
 * @param text Any text.
 * @returns The text in quotes, every control character escaped.
 */
export function quoteForLog(text: string): string {
  // JSON leaves DEL and the C1 controls as they are; terminals obey those too.
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
