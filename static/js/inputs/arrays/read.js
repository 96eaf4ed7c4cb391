// Reads an array that somebody typed or pasted: a Python or NumPy list, or rows as a spreadsheet
// copies them. Nothing is evaluated. Pure.

import { shapeOf, sizeOf } from "../../lib/nested.js";
import { ReadError, readElement } from "./element.js";
import { readList } from "./list.js";
import { readTable } from "./table.js";

/** @typedef {import("../../lib/nested.js").Nested} Nested */
/** @typedef {import("../../lib/nested.js").Element} Element */
/** @typedef {{message: string, start: number, end: number}} Problem where, in UTF-16 units */
/** @typedef {{value: Nested, shape: number[]} | {problem: Problem}} Reading */

const MOST_ELEMENTS = 100_000;
const MOST_DIMENSIONS = 8;

/**
 * @param {string} text
 * @param {{rank?: number}} [hint] the rank it had: one column of numbers may be a (3,) or a (3, 1)
 * @returns {Reading}
 */
export function readArray(text, { rank } = {}) {
  return attempt(() => {
    const code = withoutComments(text);
    if (!code.trim()) throw new ReadError("There are no numbers yet.", 0, text.length);
    if (!/[[(]/.test(code)) return shaped(readTable(code), rank);
    return readList(code);
  });
}

/**
 * A block for the cells of a grid: rows of elements.
 * @param {string} text
 * @returns {{rows: Element[][]} | {problem: Problem}}
 */
export function readBlock(text) {
  const reading = readArray(text, { rank: 2 });
  if ("problem" in reading) return reading;
  const { value, shape } = reading;
  if (shape.length > 2) return problem("A block of cells has rows and columns, no more.", 0, 0);
  const rows = shape.length === 2 ? value : [shape.length === 1 ? value : [value]];
  return { rows: /** @type {Element[][]} */ (rows) };
}

/**
 * A shape: "3, 4", "(3, 4)", "3 x 4"; empty for a number.
 * @param {string} text
 * @returns {{shape: number[]} | {problem: Problem}}
 */
export function readShape(text) {
  const plain = text.trim().replace(/^[[(](.*?),?\s*[\])]$/, "$1");
  const parts = plain === "" ? [] : plain.split(/\s*[,x×*\s]\s*/i);
  const shape = parts.map(Number);
  const wrong = parts.find((part) => !/^\d{1,9}$/.test(part) || Number(part) < 1);
  if (wrong !== undefined) {
    return problem(
      `A shape is made of whole numbers above 0, such as 3, 4. ${quoted(wrong)} is not one.`,
    );
  }
  if (shape.length > MOST_DIMENSIONS) return problem(`At most ${MOST_DIMENSIONS} axes.`);
  if (sizeOf(shape) > MOST_ELEMENTS) return problem(tooMany(sizeOf(shape)));
  return { shape };
}

/**
 * One element, as a cell of a grid takes it; null where it is none.
 * @param {string} text
 * @returns {Element | null}
 */
export function readCell(text) {
  try {
    return readElement(text.trim().replace(/^([-−+]?\d+),(\d+)$/, "$1.$2"), 0);
  } catch {
    return null;
  }
}

/**
 * @param {() => Nested} read
 * @returns {Reading}
 */
function attempt(read) {
  try {
    const value = read();
    const shape = shapeOf(value);
    if (shape.length > MOST_DIMENSIONS) return problem(`At most ${MOST_DIMENSIONS} axes.`);
    if (sizeOf(shape) > MOST_ELEMENTS) return problem(tooMany(sizeOf(shape)));
    return { value, shape };
  } catch (error) {
    if (error instanceof ReadError) return problem(error.message, error.start, error.end);
    throw error;
  }
}

/**
 * @param {string} message
 * @param {number} [start]
 * @param {number} [end]
 */
function problem(message, start = 0, end = 0) {
  return { problem: { message, start, end } };
}

/** @param {number} count */
function tooMany(count) {
  const say = (/** @type {number} */ number) => number.toLocaleString("en-US");
  return `${say(count)} numbers are more than the ${say(MOST_ELEMENTS)} that fit.`;
}

/** @param {string} text */
const quoted = (text) => `“${text}”`;

/**
 * Python comments as spaces, so that places stay.
 * @param {string} text
 */
function withoutComments(text) {
  return text.replace(/#[^\n]*/g, (comment) => " ".repeat(comment.length));
}

/**
 * Rows as an array of a rank: a single row or column may be a vector.
 * @param {Element[][]} rows
 * @param {number | undefined} rank
 * @returns {Nested}
 */
function shaped(rows, rank) {
  const columns = rows[0]?.length ?? 0;
  if (rows.length === 1 && columns === 1 && (rank ?? 0) === 0) return rows[0]?.[0] ?? 0;
  if (rank === 2) return rows;
  if (rows.length === 1) return rows[0] ?? [];
  if (columns === 1 && rank === 1) return rows.flat();
  return rows;
}
