// Where marks stand in the drawing, and on the screen.

import { within } from "./fit.js";

/** @typedef {import("./fit.js").Box} Box */

/** @param {Element | null | undefined} mark with all that belongs to it */
export const extentOf = (mark) => (mark instanceof SVGGraphicsElement ? mark.getBBox() : null);

/**
 * The extent of a mark's body, without its captions and halo.
 * @param {Element | null | undefined} mark
 */
export const bodyOf = (mark) =>
  extentOf(mark?.querySelector(".disc, .shape, .ring, .number")) ?? extentOf(mark);

/** @param {Box} box */
const middleOf = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/**
 * The middle of the first gate that stands in a part of the drawing.
 * @param {Element | null} drawing
 * @param {Box} part
 */
export function firstIn(drawing, part) {
  const discs = [...(drawing?.querySelectorAll(".gate .disc") ?? [])];
  const middles = discs.flatMap((disc) => extentOf(disc) ?? []).map(middleOf);
  return middles.find((at) => within(at, part)) ?? part;
}

/**
 * The middle of what is seen of a mark, from the stage's corner.
 * @param {Element} stage
 * @param {Element | null | undefined} mark
 */
export function seenMiddle(stage, mark) {
  if (!mark) return null;
  const [outer, inner] = [stage.getBoundingClientRect(), mark.getBoundingClientRect()];
  const between = (
    /** @type {number} */ from,
    /** @type {number} */ to,
    /** @type {number} */ end,
  ) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  return {
    x: between(inner.left - outer.left, inner.right - outer.left, outer.width),
    y: between(inner.top - outer.top, inner.bottom - outer.top, outer.height),
  };
}
