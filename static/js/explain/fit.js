// What does not fit into the panel is said shorter: the shapes give way first, then the words.

/** How many rows and characters of an array may stand as numbers, where there is less and less room. */
const NUMBERS = [
  { rows: 2, characters: 26 },
  { rows: 2, characters: 15 },
];
const HEAT = { rows: 0, characters: 0 };
const LOOKS = ["", "tight", "tight bare", "tight bare terse"];
const SHARE = 0.6; // of the panel, for the shapes
const SLACK = 1; // pixels that KaTeX may stick out

/** @typedef {{room?: {rows: number, characters: number}, look: string}} Narrowed */

/**
 * The ways to show the shapes, from the widest.
 * @param {boolean} arrays whether there are arrays among them
 * @returns {Narrowed[]}
 */
export function narrowings(arrays) {
  const looks = LOOKS.map((look) => ({ room: HEAT, look }));
  return arrays ? [...NUMBERS.map((room) => ({ room, look: "" })), ...looks] : looks;
}

/**
 * The ways to say the words, from the longest.
 * @param {number} lines of mathematics
 * @returns {import("./words.js").Shortened[]}
 */
export function shortenings(lines) {
  const others = Array.from({ length: lines }, (_, line) => ({ role: false, line }));
  const none = { role: false, line: lines };
  return [
    {},
    ...others,
    { ...none },
    { role: false, line: Math.max(lines - 1, 0), reason: true },
    { ...none, reason: true },
    { ...none, reason: true, small: true },
    { ...none, brief: true },
    { ...none, brief: true, small: true },
  ];
}

/**
 * Whether the shapes have room.
 * @param {HTMLElement} panel
 * @param {Element} equation
 */
export function shapesFit(panel, equation) {
  const inside = insideOf(panel);
  if (!inside) return true;
  const stacked = getComputedStyle(panel).gridTemplateColumns.split(" ").length < 2;
  const most = stacked ? inside.width : inside.width * SHARE;
  const { width, height } = extentOf(equation);
  return width <= most + SLACK && height <= inside.height + SLACK;
}

/**
 * Whether the words have room beside the shapes: one line of heading, two of a sentence, one of
 * mathematics, and nothing past the panel's end.
 * @param {HTMLElement} panel
 * @param {Element} words
 */
export function wordsFit(panel, words) {
  const inside = insideOf(panel);
  if (!inside) return true;
  const box = words.getBoundingClientRect();
  const parts = /** @type {HTMLElement[]} */ ([...words.children]);
  return (
    panel.scrollHeight <= panel.clientHeight &&
    parts.every((part) => {
      const { width, height } = part.matches(".line") ? extentOf(part) : sizeOf(part);
      return width <= box.width + SLACK && height <= mostOf(part) + SLACK;
    })
  );
}

/** @param {HTMLElement} panel */
function insideOf(panel) {
  if (!panel.clientWidth) return null;
  const style = getComputedStyle(panel);
  const of = (/** @type {string} */ name) => Number.parseFloat(style.getPropertyValue(name));
  return {
    width: panel.clientWidth - of("padding-left") - of("padding-right"),
    height: panel.clientHeight - of("padding-top") - of("padding-bottom"),
  };
}

/**
 * How high a part of the words may be.
 * @param {HTMLElement} part
 */
function mostOf(part) {
  if (part.matches(".line, .acts")) return part.offsetHeight;
  const line = Number.parseFloat(getComputedStyle(part).lineHeight);
  return part.matches("h2") ? line : 2 * line;
}

/** @param {HTMLElement} part */
const sizeOf = ({ scrollWidth, offsetHeight }) => ({ width: scrollWidth, height: offsetHeight });

/**
 * The size of what stands in an element, also past its edges.
 * @param {Element} element
 */
function extentOf(element) {
  const parts = element.querySelectorAll(".shape-cell > *, .word, .operator, .katex-base");
  const shown = [...parts].map((part) => part.getBoundingClientRect()).filter(({ width }) => width);
  const boxes = shown.length ? shown : [element.getBoundingClientRect()];
  const most = (/** @type {"right" | "bottom"} */ side) =>
    Math.max(...boxes.map((box) => box[side]));
  const least = (/** @type {"left" | "top"} */ side) => Math.min(...boxes.map((box) => box[side]));
  return { width: most("right") - least("left"), height: most("bottom") - least("top") };
}
