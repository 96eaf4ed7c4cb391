// Places in the text: the server's lines (from 1) and columns (in code points, from 0), and
// CodeMirror's positions.

import { columnOf, unitsOf } from "../lib/code-points.js";

/** @typedef {{line: number, column: number, end_line?: number | null, end_column?: number | null}} Place */

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {Place} place
 * @returns {{from: number, to: number}}
 */
export function rangeOf(doc, place) {
  const from = positionOf(doc, place.line, place.column);
  const end = positionOf(doc, place.end_line ?? place.line, place.end_column ?? place.column);
  return { from, to: Math.max(from, end) };
}

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {number} lineNumber
 * @param {number} column
 */
function positionOf(doc, lineNumber, column) {
  const line = doc.line(Math.min(Math.max(lineNumber, 1), doc.lines));
  return line.from + unitsOf(line.text, column);
}

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {number} position
 * @returns {[number, number]} line and column
 */
export function placeOf(doc, position) {
  const line = doc.lineAt(position);
  return [line.number, columnOf(line.text, position - line.from)];
}
