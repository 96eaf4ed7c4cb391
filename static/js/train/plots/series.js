// Series over iterations: what stands at one of them, means, where labels go. Pure.

/** @typedef {import("./types.js").Series} Series */

/**
 * The index of the last entry at or before an iteration; 0 where there is none.
 * @param {{length: number}} entries
 * @param {(index: number) => number} iterationOf
 * @param {number} iteration
 */
export function lastIndex(entries, iterationOf, iteration) {
  let [low, high] = [0, entries.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (iterationOf(middle) <= iteration) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The value that stands at an iteration; null before the first.
 * @param {Series} series
 * @param {number} iteration
 */
export function valueAt(series, iteration) {
  const found = series[lastIndex(series, (index) => series[index]?.[0] ?? 0, iteration)];
  return found && found[0] <= iteration ? found[1] : null;
}

/**
 * The entry of a run's histograms that stands at an iteration.
 * @template {{iteration: number}} Entry
 * @param {Entry[]} entries
 * @param {number} iteration
 */
export const momentAt = (entries, iteration) =>
  entries[lastIndex(entries, (index) => entries[index]?.iteration ?? 0, iteration)];

/**
 * The points that can be drawn: numbers, and on a logarithmic axis positive ones.
 * @param {Series} series
 * @param {boolean} log
 * @returns {[number, number][]}
 */
export const drawable = (series, log) =>
  /** @type {[number, number][]} */ (
    series.filter(([, value]) => value !== null && Number.isFinite(value) && (!log || value > 0))
  );

/**
 * The mean of the points around each, so many on either side.
 * @param {[number, number][]} points
 * @param {number} reach
 * @returns {[number, number][]}
 */
export function smooth(points, reach) {
  const sums = [0];
  for (const [, value] of points) sums.push((sums.at(-1) ?? 0) + value);
  return points.map(([iteration], at) => {
    const from = Math.max(at - reach, 0);
    const to = Math.min(at + reach + 1, points.length);
    return [iteration, ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from)];
  });
}

/**
 * Positions moved apart as little as a simple sweep can, in their order, within bounds.
 * @param {number[]} positions
 * @param {number} gap
 * @param {number} low
 * @param {number} high
 */
export function spread(positions, gap, low, high) {
  const order = positions.map((_, at) => at).sort((a, b) => at(a) - at(b));
  const placed = [...positions];
  function at(/** @type {number} */ index) {
    return positions[index] ?? 0;
  }
  let edge = low;
  for (const index of order) {
    placed[index] = Math.max(at(index), edge);
    edge = (placed[index] ?? 0) + gap;
  }
  edge = high;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, edge);
    edge = (placed[index] ?? 0) - gap;
  }
  return placed;
}

/**
 * From the least to the largest of some numbers, with a margin; one number gets room around it.
 * @param {number[]} values
 * @param {boolean} log the margin is a factor then
 * @returns {[number, number]}
 */
export function reach(values, log) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return log ? [0.1, 1] : [0, 1];
  if (log) {
    const factor = Math.max((high / low) ** 0.04, 1.1);
    return [low / factor, high * factor];
  }
  const margin = (high - low) * 0.04 || Math.abs(high) * 0.1 || 1;
  return [low < 0 ? low - margin : Math.max(low - margin, 0), high + margin];
}

/**
 * Rows as CSV, numbers in full.
 * @param {(string | number | null | undefined)[][]} rows the first are the names
 */
export const csvOf = (rows) =>
  `${rows.map((row) => row.map((cell) => quoted(cell ?? "")).join(",")).join("\n")}\n`;

/** @param {string | number} cell */
function quoted(cell) {
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Where along the x axis the words of a level have most room: where lines are farthest from it.
 * @param {{points: [number, number][]}[]} shown
 * @param {number} end of the axis
 * @param {number} level above 0, of a logarithmic axis
 * @param {number} size of the words, as a share of the axis
 * @returns {number} a share of the axis
 */
export function clearest(shown, end, level, size) {
  const near = [0, 0.5, 1].map((part) => {
    const share = part * Math.max(1 - size, 0);
    const under = shown.flatMap(({ points }) =>
      points.filter(([at]) => at >= share * end && at <= (share + size) * end),
    );
    const gaps = under.map(([, value]) => Math.abs(Math.log(value / (level * 1.4))));
    return { share, gap: Math.min(...gaps) };
  });
  return near.sort((one, other) => other.gap - one.gap)[0]?.share ?? 0;
}

const SHORT = 20; // times what is there: a longer axis would hide it

/**
 * Where the axis of iterations ends: with the run, or before it while little of it is there.
 * @param {number} done
 * @param {number} iterations
 */
export function axisEnd(done, iterations) {
  const end = Math.max(iterations, done, 1);
  if (SHORT * Math.max(done, 50) >= end) return end;
  const least = 4 * Math.max(done, 50);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((digit) => digit * power >= least) ?? 10;
  return Math.min(step * power, end);
}
