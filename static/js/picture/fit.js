// Where a drawing goes in its view: fitted, or moved so that a part of it can be seen. Pure.

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {{width: number, height: number}} Size
 * @typedef {{k: number, x: number, y: number}} Transform
 */

const FAR = 0.7; // of the view's extent: no farther than that stands what should be seen
const MARGIN = 16; // pixels around what a step has computed
const SLACK = 2; // pixels that a drawing may reach over the edge of the view

/**
 * The transform that shows a drawing whole and centred; where that would make it smaller than
 * `least`, it keeps that scale and starts at the left, where the inputs are.
 * @param {Box} content
 * @param {Size} view
 * @param {{least: number, largest: number}} scales
 * @returns {Transform & {whole: boolean}}
 */
export function fitBox(content, view, { least, largest }) {
  const whole = Math.min(view.width / content.width, view.height / content.height);
  const k = clamp(whole, least, largest);
  const along = (/** @type {"x" | "y"} */ axis, /** @type {"width" | "height"} */ length) =>
    Math.max((view[length] - content[length] * k) / 2, 0) - content[axis] * k;
  return { k, x: along("x", "width"), y: along("y", "height"), whole: whole >= least };
}

/**
 * At which edges a drawing goes on beyond the view.
 * @param {Transform} at
 * @param {Box} content
 * @param {Size} view
 */
export const beyond = ({ k, x, y }, content, view) => ({
  left: content.x * k + x < -SLACK,
  right: (content.x + content.width) * k + x > view.width + SLACK,
  top: content.y * k + y < -SLACK,
  bottom: (content.y + content.height) * k + y > view.height + SLACK,
});

/**
 * @param {{x: number, y: number}} point
 * @param {Box} box
 */
export const within = ({ x, y }, box) =>
  x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;

/**
 * @param {Box} one
 * @param {Box | null | undefined} other
 * @returns {Box}
 */
export function union(one, other) {
  if (!other) return one;
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * The transform that has what a step has computed in sight, and its gate: the same one where they
 * are. Where the view must move, it takes the upstream tag in too if there is room, and ends with
 * all of it in the middle third, or as near to that as the drawing goes.
 * @param {Transform} at
 * @param {{result: Box, gate?: Box | null, upstream?: Box | null}} step
 * @param {Box} content the whole drawing, which the view does not leave
 * @param {Size} view
 * @param {boolean} [fresh] nobody has looked yet: the upstream tag is to be there from the start
 * @returns {Transform}
 */
export function followBox(at, { result, gate, upstream }, content, view, fresh = false) {
  const { k } = at;
  const room = { width: view.width - 2 * MARGIN, height: view.height - 2 * MARGIN };
  const fits = (/** @type {Box} */ { width, height }) =>
    width * k <= room.width && height * k <= room.height;
  const least = [union(result, gate), result].find(fits) ?? result;
  const wanted = [union(least, upstream), least].find(fits) ?? result;
  const needed = fresh ? wanted : least;

  /**
   * @param {Box} box
   * @param {"x" | "y"} axis
   * @param {"width" | "height"} length
   */
  const span = (box, axis, length) => [box[axis] * k, (box[axis] + box[length]) * k];
  const isSeen = (/** @type {"x" | "y"} */ axis, /** @type {"width" | "height"} */ length) => {
    const [low = 0, high = 0] = span(needed, axis, length);
    return low + at[axis] >= MARGIN && high + at[axis] <= view[length] - MARGIN;
  };
  if (isSeen("x", "width") && isSeen("y", "height")) return at;

  const along = (/** @type {"x" | "y"} */ axis, /** @type {"width" | "height"} */ length) => {
    const [low = 0, high = 0] = span(wanted, axis, length);
    const [first = 0, last = 0] = span(content, axis, length);
    const [lowest, highest] = [MARGIN - low, view[length] - MARGIN - high];
    if (at[axis] >= lowest && at[axis] <= highest) return at[axis];
    const middle = (low + high) / 2;
    const third = clamp(at[axis], view[length] / 3 - middle, (2 * view[length]) / 3 - middle);
    const [start, end] = [-first, view[length] - last];
    return clamp(clamp(third, lowest, highest), Math.min(start, end), Math.max(start, end));
  };
  return { k, x: along("x", "width"), y: along("y", "height") };
}

/**
 * The transform that keeps a part of a drawing in sight: its middle stays at a point of the view as
 * far as all of it can be seen; of one that is larger than the view one sees where it begins, and
 * its first gate.
 * @param {Box} part
 * @param {{x: number, y: number}} first
 * @param {{x: number, y: number}} at where its middle should be
 * @param {Box} content the whole drawing, which the view does not leave
 * @param {Size} view
 * @param {{scale: number, least: number, margin: number}} options the scale is kept where the
 *   part fits, and never falls below `least` for it
 * @returns {Transform}
 */
export function keepBox(part, first, at, content, view, { scale, least, margin }) {
  const room = Math.min(
    (view.width - 2 * margin) / part.width,
    (view.height - 2 * margin) / part.height,
  );
  const k = Math.min(scale, Math.max(room, Math.min(least, scale)));
  const along = (/** @type {"x" | "y"} */ axis, /** @type {"width" | "height"} */ length) => {
    const [low, size] = [content[axis] * k, content[length] * k];
    if (size <= view[length]) return (view[length] - size) / 2 - low;
    const [start, extent] = [part[axis] * k, part[length] * k];
    const wanted = at[axis] - start - extent / 2;
    const [leastShift, mostShift] = [margin - start, view[length] - margin - start - extent];
    const begin = Math.min(leastShift, view[length] * FAR - first[axis] * k);
    const seen = mostShift > leastShift ? clamp(wanted, leastShift, mostShift) : begin;
    return clamp(seen, view[length] - low - size, -low);
  };
  return { k, x: along("x", "width"), y: along("y", "height") };
}

/**
 * @param {number} number
 * @param {number} smallest
 * @param {number} largest
 */
export function clamp(number, smallest, largest) {
  return Math.min(Math.max(number, smallest), largest);
}
