// The numbers of a matrix gate's rule: dW = dq @ x.T is the upstream gradient and the other
// argument, turned where the rule turns it, in the rule's order. Pure.
import { isArray } from "../lib/matrix.js";
import { shapeText } from "../lib/nested.js";

/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {import("../lib/types.js").Node} Node */
/** @typedef {import("../lib/types.js").Shown} Shown */

/**
 * @typedef {Object} Product
 * @property {boolean} first whether the other argument stands before the upstream gradient
 * @property {Shown} shown the other argument's numbers
 * @property {string} latex how it is written
 * @property {string} sign the product's, as LaTeX
 */

/**
 * The product that a rule is, where it is one of the upstream gradient and the other argument.
 * @param {Step} step
 * @param {Node[]} nodes
 * @returns {Product | null}
 */
export function productOf({ node, slot, rule }, nodes) {
  const gate = nodes.find(({ id }) => id === node);
  if (!rule || gate?.args.length !== 2) return null;
  const other = nodes.find(({ id }) => id === gate.args[slot === 0 ? 1 : 0]);
  if (!other) return null;
  const outer = /^(?:np\.)?outer\((.*)\)$/.exec(rule.text)?.[1];
  const sides = outer ? halves(outer, ", ") : halves(rule.text, " @ ");
  const place = sides.findIndex((side) => isWritten(side, other.label));
  const side = sides[place];
  if (sides.length !== 2 || side === undefined) return null;
  const turned = side.endsWith(".T");
  return {
    first: place === 0,
    shown: turned ? transposed(other) : other.text,
    latex: turned ? `${bracketed(other)}^{\\top}` : other.latex,
    sign: outer ? "\\otimes" : "\\cdot",
  };
}

/**
 * @param {string} text
 * @param {string} sign stands once where the text is two things
 */
function halves(text, sign) {
  const parts = text.split(sign);
  return parts.length === 2 ? parts : [];
}

/**
 * @param {string} side
 * @param {string} label
 */
function isWritten(side, label) {
  return [label, `(${label})`].some((text) => side === text || side === `${text}.T`);
}

/** @param {Node} node */
function bracketed({ label, latex }) {
  return /^[\p{L}\p{N}_]+$/u.test(label) ? latex : `\\left(${latex}\\right)`;
}

/**
 * @param {Node} node
 * @returns {Shown}
 */
function transposed({ text, shape }) {
  if (!isArray(text) || shape.length !== 2) return text;
  const heat = turn(text.heat.map((row) => [...row])).map((row) => row.join(""));
  return { shape: shapeText(shape.toReversed()), cells: text.cells && turn(text.cells), heat };
}

/**
 * @template Cell
 * @param {Cell[][]} rows
 * @returns {Cell[][]}
 */
function turn(rows) {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => /** @type {Cell} */ (row[column])));
}
