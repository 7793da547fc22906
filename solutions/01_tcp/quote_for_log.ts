/**
 * Text from outside, made safe for a log line.
 *
 * @module
 */

/**
 * Quotes a text on one line. A line end in it would start a new line of the log,
 * and a terminal would execute an escape sequence in it.
 *
 * @param text Any text.
 * @returns The text in quotes, every control character escaped.
 */
export function quoteForLog(text: string): string {
  // JSON leaves DEL and the C1 controls unescaped, but terminals act on them.
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
