// Arrays as nested lists: their shape, their text, parts put in. Pure.

/** @typedef {number | boolean | string} Element a string is "NaN", "Infinity" or "-Infinity" */
/** @typedef {Element | Nested[]} Nested */

/**
 * The shape of a nested list, all of whose rows are of one length.
 * @param {unknown} value
 * @returns {number[]}
 */
export function shapeOf(value) {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0] ?? 0)] : [];
}

/**
 * A shape as Python writes it: "(3, 4)", "(3,)".
 * @param {number[]} shape
 */
export function shapeText(shape) {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/**
 * The axes of a larger shape along which a smaller one was repeated to meet it.
 * @param {number[]} large
 * @param {number[]} small
 * @returns {number[]}
 */
export function repeatedAxes(large, small) {
  const missing = large.length - small.length;
  return large.flatMap((length, axis) =>
    axis < missing || (small[axis - missing] === 1 && length !== 1) ? [axis] : [],
  );
}

/** @param {number[]} shape */
export function sizeOf(shape) {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * An array of a shape with one value everywhere.
 * @param {number[]} shape
 * @param {Element} value
 * @returns {Nested}
 */
export function filled(shape, value) {
  const [length, ...rest] = shape;
  return length === undefined ? value : Array.from({ length }, () => filled(rest, value));
}

/**
 * A number as Python writes it.
 * @param {Element} value
 */
export function elementText(value) {
  const words = { NaN: "nan", Infinity: "inf", "-Infinity": "-inf", true: "True", false: "False" };
  const text = String(value);
  return Object.hasOwn(words, text) ? words[/** @type {keyof typeof words} */ (text)] : text;
}

/**
 * An array as a Python list, a row a line.
 * @param {Nested} value
 * @param {string} [indent]
 * @returns {string}
 */
export function listText(value, indent = " ") {
  if (!Array.isArray(value)) return elementText(value);
  const deep = value.some(Array.isArray);
  const parts = value.map((part) => listText(part, `${indent} `));
  return `[${parts.join(deep ? `,\n${indent}` : ", ")}]`;
}

/**
 * An array of rank 1 or 2 as rows; rank 1 is one row.
 * @param {Nested} value
 * @returns {Element[][]}
 */
export function rowsOf(value) {
  const list = /** @type {Nested[]} */ (value);
  const rows = list.some(Array.isArray) ? list : [list];
  return /** @type {Element[][]} */ (rows);
}

/**
 * A copy of rows with a block put in at a place; what does not fit is left out.
 * @param {Element[][]} rows
 * @param {Element[][]} block
 * @param {number} row
 * @param {number} column
 * @returns {{rows: Element[][], cut: boolean}}
 */
export function withBlock(rows, block, row, column) {
  const next = rows.map((cells) => [...cells]);
  let cut = false;
  for (const [down, cells] of block.entries()) {
    for (const [across, value] of cells.entries()) {
      const target = next[row + down];
      if (target && column + across < target.length) target[column + across] = value;
      else cut = true;
    }
  }
  return { rows: next, cut };
}

/**
 * The index of the k-th element, in reading order: [1, 0] of (2, 3) for 3.
 * @param {number[]} shape
 * @param {number} place
 * @returns {number[]}
 */
export function indexOf(shape, place) {
  const index = [];
  let rest = place;
  for (const length of shape.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return index;
}
