// A number over the plane as contours: tints, a number on each line, and the shade of a point.
import { contour, text } from "@observablehq/plot";
import { minus } from "../../lib/dom.js";
import { crossings, levelsOf } from "./contours.js";

const TINT = 38; // percent of the value's colour, where it is deepest

/**
 * @param {{x: number[], y: number[], z: (number | null)[][]}} grid a row for each y
 * @param {Object} options
 * @param {boolean} options.deep whether what is low is dark; else what is high
 * @param {number[][]} [options.path] an iteration and its place: numbers keep clear of it
 */
export function landscape({ x, y, z }, { deep, path = [] }) {
  const { levels, log } = levelsOf(z.flat());
  const scaled = (/** @type {number} */ value) => (log ? Math.log(value) : value);
  const flat = z.flat().map((value) => (value === null || (log && value <= 0) ? NaN : value));
  const cells = flat.map(scaled);
  const steps = levels.map(scaled);
  const shades = [Math.min(...cells.filter(Number.isFinite)), ...steps];
  const shareOf = (/** @type {number} */ at) => at / (shades.length - 1 || 1);
  const range = shades.map((_, at) => tint(deep ? 1 - shareOf(at) : shareOf(at)));
  const sides = { ...edges(x, "x"), ...edges(y, "y") };
  return {
    levels,
    sides,
    color: { type: /** @type {const} */ ("ordinal"), domain: shades, range },
    ground: contour(cells, {
      ...{ width: x.length, height: y.length, ...sides, clip: true },
      ...{ fill: (/** @type {number} */ value) => value, thresholds: shades },
      ...{ stroke: "var(--wire)", strokeWidth: 0.75 },
    }),
    numbers: text(crossings(x, y, flat, levels, path), {
      ...{ x: "x", y: "y", text: ({ level }) => minus(String(level)), clip: true },
      ...{ fill: "var(--muted)", stroke: "var(--background)", strokeWidth: 3 },
    }),
    /** The tint of a value. @param {number} value */
    tintOf: (value) =>
      range[Math.max(shades.filter((shade) => shade <= scaled(value)).length - 1, 0)] ?? tint(0),
  };
}

/** @param {number} share 1 is the deepest */
const tint = (share) =>
  `color-mix(in srgb, var(--value) ${Math.round(TINT * share)}%, var(--background))`;

/**
 * The edges of a grid whose values stand in the middle of its cells.
 * @param {number[]} values
 * @param {"x" | "y"} name
 * @returns {any} x1 and x2, or y1 and y2
 */
export function edges(values, name) {
  const [first = 0, last = 1] = [values[0], values.at(-1)];
  const half = (last - first) / (values.length - 1 || 1) / 2;
  return { [`${name}1`]: first - half, [`${name}2`]: last + half };
}
