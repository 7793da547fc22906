/**
 * The byte that is looked at: by the mouse, or with the keyboard.
 *
 * @module
 */

/**
 * Where the cursor stands.
 *
 * @typedef {object} Place
 * @property {number} stream The index of the stream.
 * @property {number} offset The offset of the byte.
 */

/** Moves within the bytes that are shown. */
export class Cursor {
  /**
   * @param {HTMLElement} root Contains the bytes.
   * @param {(place: Place | undefined) => void} onMove Is told where it stands.
   */
  constructor(root, onMove) {
    this.root = root;
    this.onMove = onMove;
    /** @type {Place | undefined} */
    this.place = undefined;
    root.addEventListener("mousemove", (event) => this.#point(event.target));
    root.addEventListener("click", (event) => this.#point(event.target));
    root.addEventListener("focus", () => this.place ?? this.#goTo(0));
    root.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Shows the cursor again, after the bytes were shown anew. */
  refresh() {
    if (this.place && this.#mark(this.place).length === 0) {
      this.place = undefined;
      this.onMove(undefined);
    }
  }

  /** Forgets the place: another connection is shown. */
  clear() {
    this.place = undefined;
    this.onMove(undefined);
  }

  /**
   * Goes to a byte.
   *
   * @param {Place} place The byte.
   */
  set(place) {
    this.place = place;
    const [element] = this.#mark(place);
    element?.scrollIntoView({ block: "nearest" });
    this.onMove(place);
  }

  /** Goes to the next malformed byte. */
  nextProblem() {
    const bytes = this.#bytes();
    const problems = bytes.filter((element) =>
      element.closest(".bad, .missing") !== null
    );
    const at = this.#index(bytes);
    const next = problems.find((element) => bytes.indexOf(element) > at) ??
      problems[0];
    if (next) this.set(placeOf(next));
  }

  /** @param {EventTarget | null} target */
  #point(target) {
    if (!(target instanceof HTMLElement)) return;
    const element = target.closest("[data-o]");
    if (!(element instanceof HTMLElement)) return;
    const place = placeOf(element);
    const { stream, offset } = this.place ?? {};
    if (place.stream === stream && place.offset === offset) return;
    this.place = place;
    this.#mark(place);
    this.onMove(place);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const bytes = this.#bytes();
    const at = this.#index(bytes);
    const to = targetOf(event.key, bytes, at);
    if (to === undefined) return;
    event.preventDefault();
    this.#goTo(to);
  }

  /** @param {number} index */
  #goTo(index) {
    const bytes = this.#bytes();
    const element = bytes[Math.max(0, Math.min(bytes.length - 1, index))];
    if (element) this.set(placeOf(element));
  }

  /** @returns {HTMLElement[]} */
  #bytes() {
    return [...this.root.querySelectorAll(".b")].filter((element) =>
      element instanceof HTMLElement
    );
  }

  /** @param {HTMLElement[]} bytes */
  #index(bytes) {
    if (this.place === undefined) return -1;
    const { stream, offset } = this.place;
    return bytes.findIndex(({ dataset }) =>
      Number(dataset.s) === stream && Number(dataset.o) === offset
    );
  }

  /** @param {Place} place @returns {Element[]} */
  #mark({ stream, offset }) {
    for (const element of this.root.querySelectorAll(".cursor, .within")) {
      element.classList.remove("cursor", "within");
    }
    const found = [
      ...this.root.querySelectorAll(`[data-s="${stream}"][data-o="${offset}"]`),
    ];
    for (const element of found) {
      element.classList.add("cursor");
      element.closest(".p:not(.b):not(.l)")?.classList.add("within");
    }
    return found;
  }
}

/** @param {HTMLElement} element @returns {Place} */
function placeOf({ dataset }) {
  return { stream: Number(dataset.s), offset: Number(dataset.o) };
}

/**
 * The index of the byte to which a key leads.
 *
 * @param {string} key @param {HTMLElement[]} bytes @param {number} at
 * @returns {number | undefined}
 */
function targetOf(key, bytes, at) {
  switch (key) {
    case "ArrowLeft":
      return at - 1;
    case "ArrowRight":
      return at + 1;
    case "ArrowUp":
      return neighbour(bytes, at, -1, (element) => element.closest(".bytes"));
    case "ArrowDown":
      return neighbour(bytes, at, 1, (element) => element.closest(".bytes"));
    case "[":
      return neighbour(bytes, at, -1, partOf);
    case "]":
      return neighbour(bytes, at, 1, partOf);
    case "Home":
      return 0;
    case "End":
      return bytes.length - 1;
    default:
      return undefined;
  }
}

/** In the text a part is an element, in hexadecimal a run of one class. */
function partOf(/** @type {Element} */ element) {
  return element.closest(".p:not(.b)") ??
    element.className.replace(" cursor", "");
}

/**
 * The first byte of the group after this one, or before it.
 *
 * @param {HTMLElement[]} bytes @param {number} at @param {1 | -1} step
 * @param {(element: Element) => unknown} groupOf
 */
function neighbour(bytes, at, step, groupOf) {
  if (at < 0) return 0;
  const own = groupOf(bytes[at]);
  let index = at;
  while (bytes[index] && groupOf(bytes[index]) === own) index += step;
  if (step > 0 || !bytes[index]) return index;
  const other = groupOf(bytes[index]);
  while (bytes[index - 1] && groupOf(bytes[index - 1]) === other) index--;
  return index;
}
