// The loss as a thin line behind the scrubber. Pure.

/** @typedef {import("./types.js").Series} Series */

const MOST = 240; // points of the line

/**
 * The line in a box of 1000 by 100; losses above zero on a log scale, which shows the tail.
 * @param {Series} loss
 * @param {number} iterations the width of the box
 */
export function sparkline(loss, iterations) {
  const known = loss.filter(([, value]) => Number.isFinite(value));
  if (known.length < 2 || iterations < 1) return "";
  const positive = known.every(([, value]) => value > 0);
  const scaled = (/** @type {number} */ value) => (positive ? Math.log(value) : value);
  const heights = known.map(([, value]) => scaled(value));
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const span = high - low || 1;
  const every = Math.ceil(known.length / MOST);
  const points = known
    .map(([at, value]) => {
      const x = (at / iterations) * 1000;
      const y = 100 - ((scaled(value) - low) / span) * 100;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .filter((_, index) => index % every === 0 || index === known.length - 1);
  return `M${points.join("L")}`;
}

/**
 * A series with one more point: long ones are sent thinned, and a picture tells its own iteration's.
 * @param {Series} loss
 * @param {[number, number] | null} point
 * @returns {Series}
 */
export function withPoint(loss, point) {
  if (!point || !Number.isFinite(point[1])) return loss;
  const at = loss.findIndex(([iteration]) => iteration >= point[0]);
  if (loss[at]?.[0] === point[0]) return loss;
  return at < 0 ? [...loss, point] : [...loss.slice(0, at), point, ...loss.slice(at)];
}

/**
 * The loss at an iteration, where it is known.
 * @param {Series} loss
 * @param {number} iteration
 */
export const lossAt = (loss, iteration) => loss.find(([at]) => at === iteration)?.[1] ?? null;
