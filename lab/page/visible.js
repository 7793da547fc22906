/**
 * Bytes made visible, as the failure messages of the tests show them: control
 * characters as their Unicode pictures, bytes that are not UTF-8 as `\xNN`.
 *
 * @module
 */

/**
 * A character, and how many bytes it has.
 *
 * @typedef {object} Character
 * @property {string} text The text to show.
 * @property {number} length How many bytes it stands for.
 */

/**
 * Makes bytes visible.
 *
 * @param {Uint8Array} bytes The bytes.
 * @returns {Character[]} The characters, in order.
 */
export function visibleCharacters(bytes) {
  /** @type {Character[]} */
  const characters = [];
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    const text = length === 0
      ? `\\x${bytes[at].toString(16).padStart(2, "0")}`
      : picture(bytes.subarray(at, at + length));
    characters.push({ text, length: Math.max(length, 1) });
    at += Math.max(length, 1);
  }
  return showTrailingSpaces(characters);
}

/**
 * How many bytes the character at `offset` takes; 0 if it is not UTF-8.
 *
 * @param {Uint8Array} bytes The bytes.
 * @param {number} offset Where it begins.
 */
function characterLength(bytes, offset) {
  const lead = bytes[offset];
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  try {
    const character = bytes.subarray(offset, offset + length);
    new TextDecoder("utf-8", { fatal: true }).decode(character);
    return length;
  } catch {
    return 0;
  }
}

/** @param {Uint8Array} character The bytes of one character. */
function picture(character) {
  const [code] = character;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "␡";
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(character);
  // Invisible characters, and those that turn the direction of the text.
  return /^[\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]$/
      .test(text)
    ? "�"
    : text;
}

/**
 * A space before the end of a line is a common mistake that is easy to miss.
 *
 * @param {Character[]} characters The characters.
 */
function showTrailingSpaces(characters) {
  let isAtEnd = true;
  for (const character of characters.toReversed()) {
    if (character.text === "␊" || character.text === "␍") isAtEnd = true;
    else if (isAtEnd && character.text === " ") character.text = "␠";
    else isAtEnd = false;
  }
  return characters;
}
