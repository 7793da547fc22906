/**
 * @wrong Puts into the page what a visitor typed, as it came.
 * @replaces solutions/02_http/escape_html.ts
 * @rejectedBy task 4 · a name with markup is shown, not obeyed
 * @saying the name is not escaped: <script>
 *
 * @module
 */

export function escapeHtml(text: string): string {
  return text;
}
