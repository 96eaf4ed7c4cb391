// The plots there are, and for which runs each of them means something. Pure.

import { TARGETS } from "../table.js";

/** @typedef {import("./types.js").Status} Status */
/** @typedef {Record<string, number[]>} Shapes of the inputs */
/**
 * @typedef {Object} Kind
 * @property {string} name
 * @property {string} title
 * @property {(status: Status, shapes: Shapes) => string | null} unavailable why it is not offered
 * @property {"linear" | "log"} [scale] of its y axis, where that may be chosen: the usual one
 * @property {boolean} [log] whether the server's log of the run has its numbers in full
 * @property {string} [asks] which address of the server works it out
 */

const NO_LAYERS = "Histograms need arrays before the loss.";
const NO_PAIR = "A surface needs two learned numbers.";
const NO_DATA = "A boundary needs data of one or two columns.";

/** @type {Kind[]} */
export const KINDS = [
  { name: "loss", title: "Loss", unavailable: () => null, scale: "linear", log: true },
  {
    ...{ name: "gradients", title: "Gradients", scale: "log", log: true },
    unavailable: ({ parameters }) =>
      Object.keys(parameters).length ? null : "No parameter has a gradient.",
  },
  {
    ...{ name: "histograms", title: "Histograms" },
    unavailable: ({ layers, histograms }) =>
      layers.length && histograms.length ? null : NO_LAYERS,
  },
  {
    ...{ name: "surface", title: "Loss surface", asks: "/api/train/surface" },
    unavailable: ({ id, parameters }, shapes) =>
      id !== "" && learned(parameters, shapes) > 1 ? null : NO_PAIR,
  },
  {
    ...{ name: "boundary", title: "Decision boundary", asks: "/api/train/boundary" },
    unavailable: ({ train }, shapes) => (columnsOf(train.data, shapes) ? null : NO_DATA),
  },
];

/**
 * How many numbers are learned.
 * @param {Status["parameters"]} parameters
 * @param {Shapes} shapes
 */
const learned = (parameters, shapes) =>
  Object.keys(parameters).reduce(
    (sum, name) => sum + (shapes[name] ?? []).reduce((product, size) => product * size, 1),
    0,
  );

/**
 * Which data a boundary is drawn over, and what tells the classes: of two columns where there are
 * any, else what is not called like a target.
 * @param {string[]} data
 * @param {Shapes} shapes
 * @returns {{features: string, labels: string | null} | null}
 */
export function columnsOf(data, shapes) {
  const wide = (/** @type {string} */ name) => shapes[name]?.[1] ?? 1;
  const able = data.filter((name) => {
    const { length = 0 } = shapes[name] ?? [];
    return length > 0 && length < 3 && wide(name) < 3;
  });
  const pair = able.filter((name) => wide(name) === 2);
  const other = (/** @type {string} */ name) => !TARGETS.test(name);
  const features = pair.find(other) ?? pair[0] ?? able.find(other) ?? able[0];
  if (features === undefined) return null;
  const labels = able.find((name) => name !== features && wide(name) === 1) ?? null;
  return { features, labels };
}

const WIDE = 8; // how many times its least a loss is at first, to be shown on a logarithmic axis

/**
 * The scale of the loss that shows most: logarithmic where it falls far. Null where some are not
 * positive, and a logarithmic axis cannot be had.
 * @param {import("./types.js").Series} loss
 * @returns {"linear" | "log" | null}
 */
export function scaleOf(loss) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [, value] of loss) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low > 0)) return null;
  return high / low > WIDE ? "log" : "linear";
}

/**
 * The numbers that may stand on an axis of the surface: inputs and elements of arrays.
 * @param {string[]} parameters
 * @param {Record<string, number[]>} shapes
 * @param {(name: string, shape: number[]) => {label: string}[]} elementsOf
 */
export const numbersOf = (parameters, shapes, elementsOf) =>
  parameters.flatMap((name) => {
    const shape = shapes[name] ?? [];
    return shape.length ? elementsOf(name, shape).map(({ label }) => label) : [name];
  });

/**
 * The two numbers of a surface: those chosen, as far as they still are there, else the first.
 * @param {string[]} numbers
 * @param {(string | null)[]} chosen
 * @returns {[string, string] | null}
 */
export function pairOf(numbers, chosen) {
  const [x = numbers[0], wanted] = chosen.map((name) =>
    name && numbers.includes(name) ? name : undefined,
  );
  const y = wanted === undefined || wanted === x ? numbers.find((name) => name !== x) : wanted;
  return x !== undefined && y !== undefined ? [x, y] : null;
}

/**
 * Whether a number's surface stays the same from one iteration to the next: all that changes
 * stands on its axes.
 * @param {string[]} numbers
 * @param {Status} status
 */
export const isWhole = (numbers, { train }) => numbers.length === 2 && train.batch === null;
