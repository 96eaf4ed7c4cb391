// An array in one line: a few numbers, a word where all are the same, else a thumbnail and the shape.

import { html } from "../../lib/dom.js";
import { arrayShape, fits, matrix } from "../../lib/matrix.js";

/** @typedef {import("../../lib/types.js").ShownArray} ShownArray */

const ROOM = { rows: 2, characters: 12 }; // of numbers
const WORDS = new Map([
  ["0", "zeros"],
  ["1", "ones"],
]);

/**
 * "zeros" or "ones", where an array holds nothing else.
 * @param {ShownArray} shown
 */
export function constantWord({ cells, heat }) {
  const all = new Set(cells ? cells.flat() : heat.join(""));
  const [only = ""] = all;
  if (all.size !== 1) return null;
  return cells ? (WORDS.get(only) ?? null) : only === "4" ? "zeros" : null;
}

/**
 * Levels of heat of a few numbers that have no room as numbers.
 * @param {string[][]} cells
 */
export function heatOf(cells) {
  const numbers = cells.map((row) => row.map(Number));
  const most = Math.max(...numbers.flat().map(Math.abs).filter(Number.isFinite)) || 1;
  const level = (/** @type {number} */ number) =>
    Number.isFinite(number) ? String(4 + Math.round((4 * number) / most)) : "x";
  return numbers.map((row) => row.map(level).join(""));
}

/** @param {string} shape */
export const shapeOf = (shape) => html("span", { class: "shape-text" }, shape);

/**
 * @param {ShownArray} shown
 * @param {boolean} [isData] labels, which are read rather than looked at
 * @returns {HTMLElement[]}
 */
export function face(shown, isData = false) {
  const word = isData ? null : constantWord(shown);
  if (word) return [html("span", { class: "constant-word" }, word), shapeOf(shown.shape)];
  if (shown.cells && fits(shown, ROOM.rows, ROOM.characters)) return [matrix(shown.cells)];
  const heat = shown.heat.length ? shown.heat : heatOf(shown.cells ?? []);
  return [arrayShape({ ...shown, cells: null, heat }, { named: false }), shapeOf(shown.shape)];
}
