// Rows of data on their way to the inputs of a program. Pure.
import { count } from "./words.js";

/** @typedef {import("./types.js").Table} Table */
/** @typedef {import("../lib/types.js").InputDetail} InputDetail */
/** @typedef {import("../lib/nested.js").Nested} Nested */

const FEATURES = /^(x|x_?(train|batch)|inputs?|features?|data)$/i;
export const TARGETS = /^(y|t|y_?(true|train|batch)|targets?|labels?|classes|echo)$/i;

/**
 * Whether an input could hold rows: a number that only sets sizes cannot.
 * @param {InputDetail} detail
 */
export const isRows = ({ structural, shape }) => !structural || Boolean(shape?.length);

/**
 * The inputs that features and targets probably are for.
 * @param {[string, InputDetail][]} inputs
 */
export function guessed(inputs) {
  const names = inputs.filter(([, each]) => isRows(each)).map(([name]) => name);
  const X = names.find((name) => FEATURES.test(name)) ?? "";
  const y = names.find((name) => name !== X && TARGETS.test(name)) ?? "";
  return { X, y };
}

const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
const FEWEST = 4; // rows that are worth batches

/**
 * The sizes of a batch that may be chosen besides all rows, the present one among them.
 * @param {number} rows
 * @param {number | null} chosen
 */
export function batchesOf(rows, chosen) {
  const sizes = rows < FEWEST ? [] : SIZES.filter((size) => size < rows && 64 * size >= rows);
  const all = chosen === null ? sizes : [...sizes, chosen];
  return [...new Set(all)].sort((a, b) => a - b);
}

/**
 * Rows with as many axes as the input has: a column of one is a vector where the input is one, and
 * the other way round.
 * @param {number[][] | number[]} rows
 * @param {number[]} [shape] of the input as it is
 * @returns {Nested}
 */
export function fitted(rows, shape = []) {
  const flat = rows.every((row) => !Array.isArray(row));
  if (flat && shape.length === 2) return /** @type {number[]} */ (rows).map((value) => [value]);
  const column = !flat && rows.every((row) => Array.isArray(row) && row.length === 1);
  if (column && shape.length === 1) return /** @type {number[][]} */ (rows).flat();
  return rows;
}

/**
 * "100 rows: x1, x2 and class"
 * @param {Table} table
 */
export function summary({ columns, X }) {
  const rows = `${count(X.length)} row${X.length === 1 ? "" : "s"}`;
  const few = columns.length > 6 ? [...columns.slice(0, 5), `${columns.length - 5} more`] : columns;
  const last = few.at(-1) ?? "";
  const names = few.length > 1 ? `${few.slice(0, -1).join(", ")} and ${last}` : last;
  return `${rows}: ${names}`;
}
