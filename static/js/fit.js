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

/**
 * @param {number} scale
 * @param {number} smallest
 * @param {number} largest
 */
export function clampScale(scale, smallest, largest) {
  return Math.min(Math.max(scale, smallest), largest);
}
