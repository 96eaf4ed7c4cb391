// Where the gate in view stands on its curve. Pure.

/** @typedef {import("../lib/types.js").Node} Node */
/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {{name: string, argument: Node, output: Node}} GateActivation an activation, and the gate that is one */
/** @typedef {Record<string, string>} Ops the activation of each gate that is one, by the gate's name */

/**
 * The activation that a gate is; null for another gate. The larger of 0 and something is a ReLU.
 * @param {Node | undefined} gate
 * @param {Node[]} nodes
 * @param {Ops} ops
 * @returns {GateActivation | null}
 */
export function activationOf(gate, nodes, ops) {
  const name = gate?.kind === "gate" ? ops[gate.op] : undefined;
  if (!gate || name === undefined) return null;
  const args = gate.args.map((id) => nodes.find((node) => node.id === id));
  if (name !== "maxout") return args[0] ? { name, argument: args[0], output: gate } : null;
  const zero = args.findIndex((node) => node?.kind === "constant" && Number(node.label) === 0);
  const argument = args[1 - zero];
  return zero >= 0 && argument ? { name: "relu", argument, output: gate } : null;
}

/**
 * The gate that a step is about.
 * @param {Step | undefined} step
 * @param {Node[]} nodes
 */
export const gateOf = (step, nodes) => nodes.find(({ id }) => id === step?.node);

/**
 * A number as it stands in the picture.
 * @param {import("../lib/types.js").Shown} shown
 * @returns {number | null} null for an array
 */
export function numberOf(shown) {
  const number = typeof shown === "string" ? Number(shown.replace("−", "-")) : Number.NaN;
  return Number.isNaN(number) ? null : number;
}

/**
 * A curve between its points.
 * @param {number[]} x
 * @param {number[]} y
 * @param {number} at beyond the ends: the value there
 */
export function heightAt(x, y, at) {
  const last = x.length - 1;
  const [low = 0, high = 1] = [x[0], x[last]];
  const place = Math.min(Math.max(((at - low) / (high - low)) * last, 0), last);
  const before = Math.min(Math.floor(place), last - 1);
  const [one = 0, other = 0] = [y[before], y[before + 1]];
  return one + (place - before) * (other - one);
}

/**
 * The zone that a number lies in. One that reaches to the end of the axis goes on beyond it.
 * @template {{from: number, to: number}} Zone
 * @param {Zone[]} zones
 * @param {number} at
 * @param {number[]} x
 */
export const zoneOf = (zones, at, x) =>
  zones.find(({ from, to }) => {
    const [first, last] = [x[0] ?? 0, x.at(-1) ?? 0];
    return (at >= from || from <= first) && (at <= to || to >= last);
  });

/**
 * The numbers of a nested list.
 * @param {unknown} value
 * @returns {number[]}
 */
export const numbersIn = (value) =>
  (Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]).filter(
    (number) => typeof number === "number" && Number.isFinite(number),
  );

/**
 * Counts of equal bins along an axis; what lies beyond counts at the ends.
 * @param {number[]} numbers
 * @param {number} low
 * @param {number} high
 * @param {number} bins
 */
export function countsOf(numbers, low, high, bins) {
  const counts = new Array(bins).fill(0);
  for (const number of numbers) {
    const bin = Math.floor(((number - low) / (high - low)) * bins);
    counts[Math.min(Math.max(bin, 0), bins - 1)] += 1;
  }
  const size = (high - low) / bins;
  return counts.flatMap((count, at) =>
    count ? [{ count, from: low + at * size, to: low + (at + 1) * size }] : [],
  );
}
