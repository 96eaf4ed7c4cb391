// Where a drawing goes when it is fitted into a view.

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

/**
 * The transform that shows a drawing whole and centred; where that would make it smaller than
 * `smallestFit`, it keeps that scale and starts at the left, where the inputs are.
 * @param {Box} content
 * @param {{width: number, height: number}} view
 * @param {{padding: number, smallestFit: number, largestFit: number}} options
 * @returns {{k: number, x: number, y: number, whole: boolean}}
 */
export function fitBox(content, view, { padding, smallestFit, largestFit }) {
  const width = Math.max(view.width - 2 * padding, 1);
  const height = Math.max(view.height - 2 * padding, 1);
  const whole = Math.min(width / content.width, height / content.height);
  const k = clampScale(whole, smallestFit, largestFit);
  const x =
    content.width * k <= width
      ? (view.width - content.width * k) / 2 - content.x * k
      : padding - content.x * k;
  const y =
    content.height * k <= height
      ? (view.height - content.height * k) / 2 - content.y * k
      : padding - content.y * k;
  return { k, x, y, whole: whole >= smallestFit };
}

const FAR = 0.7; // of the view's extent: no farther than that stands what should be seen

/**
 * The transform that keeps a part of a drawing in sight: its middle stays at a point of the view as
 * far as all of it can be seen; of one that is larger than the view one sees where it begins, and
 * its first gate.
 * @param {Box} part
 * @param {{x: number, y: number}} first
 * @param {{x: number, y: number}} at where its middle should be
 * @param {Box} content the whole drawing, which the view does not leave
 * @param {{width: number, height: number}} view
 * @param {{scale: number, smallestFit: number, margin: number}} options the scale is kept where the
 *   part fits, and never falls below `smallestFit` for it
 * @returns {{k: number, x: number, y: number}}
 */
export function keepBox(part, first, at, content, view, { scale, smallestFit, margin }) {
  const room = Math.min(
    (view.width - 2 * margin) / part.width,
    (view.height - 2 * margin) / part.height,
  );
  const k = Math.min(scale, Math.max(room, Math.min(smallestFit, scale)));
  const along = (/** @type {"x" | "y"} */ axis, /** @type {"width" | "height"} */ length) => {
    const [low, size] = [content[axis] * k, content[length] * k];
    if (size <= view[length]) return (view[length] - size) / 2 - low;
    const [start, extent] = [part[axis] * k, part[length] * k];
    const wanted = at[axis] - start - extent / 2;
    const [least, most] = [margin - start, view[length] - margin - start - extent];
    const begin = Math.min(least, view[length] * FAR - first[axis] * k);
    const seen = most > least ? clampScale(wanted, least, most) : begin;
    return clampScale(seen, view[length] - low - size, -low);
  };
  return { k, x: along("x", "width"), y: along("y", "height") };
}

/**
 * @param {number} scale
 * @param {number} smallest
 * @param {number} largest
 */
export function clampScale(scale, smallest, largest) {
  return Math.min(Math.max(scale, smallest), largest);
}
