// Arrows between things that stand in rows and columns.

const ASIDE = 3; // a pixel beside the way counts as so many on it

/**
 * The nearest in the direction of an arrow; the first or last for Home and End.
 * @param {HTMLElement} from
 * @param {HTMLElement[]} all
 * @param {string} key
 * @returns {HTMLElement | null}
 */
export function nearest(from, all, key) {
  if (key === "Home") return all[0] ?? null;
  if (key === "End") return all.at(-1) ?? null;
  const here = from.getBoundingClientRect();
  let best = null;
  let least = Number.POSITIVE_INFINITY;
  for (const one of all) {
    if (one === from) continue;
    const way = distance(here, one.getBoundingClientRect(), key);
    if (way < least) [best, least] = [one, way];
  }
  return best;
}

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */

/**
 * How far a box is in a direction; infinite where it is not.
 * @param {Box} here
 * @param {Box} there
 * @param {string} key
 */
export function distance(here, there, key) {
  const isAcross = key === "ArrowLeft" || key === "ArrowRight";
  const isForward = key === "ArrowRight" || key === "ArrowDown";
  const [one, other] = isAcross ? [across(here), across(there)] : [down(here), down(there)];
  const [side, beside] = isAcross ? [down(here), down(there)] : [across(here), across(there)];
  const along = isForward ? other.start - one.end : one.start - other.end;
  if (along < -1) return Number.POSITIVE_INFINITY;
  const gap = Math.max(beside.start - side.end, side.start - beside.end, 0);
  return Math.max(along, 0) + ASIDE * gap + Math.abs(beside.start - side.start) / 100;
}

const across = (/** @type {Box} */ box) => ({ start: box.left, end: box.right });
const down = (/** @type {Box} */ box) => ({ start: box.top, end: box.bottom });
