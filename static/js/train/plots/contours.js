// At which levels to draw contours, and where their numbers go. Pure.

const COUNT = 9;
const LARGE = 30; // how many times its least a loss may be before the levels are logarithmic

/**
 * @param {(number | null)[]} values
 * @returns {{levels: number[], log: boolean}}
 */
export function levelsOf(values) {
  const known = /** @type {number[]} */ (
    values.filter((value) => value !== null && Number.isFinite(value))
  ).sort((a, b) => a - b);
  const [low = 0, high = 1] = [known[0], known.at(-1)];
  const foot = Math.max(known[Math.floor(known.length / 100)] ?? 0, high / 1e8);
  const log = low >= 0 && high > 0 && high / foot > LARGE;
  const levels = log ? powers(foot, high) : multiples(low, high);
  return { levels: levels.filter((level) => level > low && level < high), log };
}

/**
 * Evenly spaced on a logarithmic scale, to two digits: the number on a contour is the contour's.
 * @param {number} low
 * @param {number} high
 */
const powers = (low, high) =>
  Array.from({ length: COUNT }, (_, at) =>
    Number((low * (high / low) ** ((at + 1) / (COUNT + 1))).toPrecision(2)),
  );

/**
 * Multiples of 1, 2 or 5 × 10ⁿ.
 * @param {number} low
 * @param {number} high
 */
function multiples(low, high) {
  const rough = (high - low) / COUNT;
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((digit) => digit * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/**
 * Where each level is first crossed: on the middle row to the right, else elsewhere.
 * @param {number[]} x
 * @param {number[]} y
 * @param {number[]} values row by row
 * @param {number[]} levels
 * @param {number[][]} [path] an iteration and its place, which no number should cover
 */
export function crossings(x, y, values, levels, path = []) {
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    values[row * x.length + column] ?? Number.NaN;
  const apart = (x.length - 1) / 9; // columns between two numbers
  /** @type {{x: number, y: number, level: number}[]} */
  const found = [];
  /** @type {[number, number][]} */
  const taken = [];
  const rows = [0.5, 0.25, 0.75, 0.12, 0.88].map((share) => Math.round(share * (y.length - 1)));
  const [right, up] = [placeIn(x), placeIn(y)];
  const covered = path.map(([, across = 0, high = 0]) => [up(high), right(across)]);
  for (const level of levels) {
    const free = (/** @type {number} */ row, /** @type {number} */ column) =>
      taken.every(([r, c]) => Math.abs(r - row) > 3 || Math.abs(c - column) >= apart) &&
      covered.every(([r = 0, c = 0]) => Math.abs(r - row) > 3 || Math.abs(c - column) >= apart / 2);
    search: for (const row of rows) {
      for (let column = x.length - 2; column > 0; column--) {
        const [one, other] = [at(row, column), at(row, column + 1)];
        if (!(one < level) === !(other < level) || !free(row, column)) continue;
        const share = (level - one) / (other - one);
        const [left = 0, right = 0] = [x[column], x[column + 1]];
        found.push({ x: left + share * (right - left), y: y[row] ?? 0, level });
        taken.push([row, column]);
        break search;
      }
    }
  }
  return found;
}

/**
 * Where a value lies in evenly spaced ones, counted from 0.
 * @param {number[]} values
 * @returns {(value: number) => number}
 */
function placeIn(values) {
  const [first = 0, last = 1] = [values[0], values.at(-1)];
  return (value) => ((value - first) / (last - first || 1)) * (values.length - 1);
}
