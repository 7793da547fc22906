/**
 * The colours of the page have enough contrast, in light and in dark mode:
 * WCAG 2.2, section 1.4.3 (text) and 1.4.11 (what shows the focus).
 *
 * @module
 */

import { assert } from "@std/assert";
import { ROOT } from "../deno_command.ts";

const STYLE = Deno.readTextFileSync(new URL("lab/page/style.css", ROOT));

/** Text, its background, and the least contrast. */
const PAIRS: readonly (readonly [string, string, number])[] = [
  ...["text", "muted", "client", "server", "script", "bad", "warn", "name"]
    .flatMap((text) =>
      ["panel", "raised"].map((ground) => [text, ground, 4.5] as const)
    ),
  ["number", "raised", 4.5],
  ["text", "client-soft", 4.5],
  ["muted", "client-soft", 4.5],
  ["server", "client-soft", 4.5],
  ["bad", "bad-soft", 4.5],
  ["text", "bad-soft", 4.5],
  ["client", "bad-soft", 4.5],
  ["text", "within", 4.5],
  ["name", "within", 4.5],
  ["muted", "within", 4.5],
  ["on-cursor", "cursor", 4.5],
  ["focus", "panel", 3],
  ["focus", "raised", 3],
];

/** The colours of a name, in light and dark mode. */
function coloursOf(name: string): readonly [string, string] {
  const match = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`)
    .exec(STYLE);
  assert(match, `--${name} is not defined`);
  return [match[1], match[2]];
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)]
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

for (const [index, mode] of ["light", "dark"].entries()) {
  Deno.test(`the colours of ${mode} mode have enough contrast`, () => {
    for (const [text, ground, least] of PAIRS) {
      const found = contrast(coloursOf(text)[index], coloursOf(ground)[index]);
      const pair = `--${text} on --${ground}`;
      assert(found >= least, `${pair}: ${found.toFixed(2)}, not ${least}`);
    }
  });
}
