// The size that an embed would like to have. Pure.

/** @typedef {import("../picture/fit.js").Size} Size */

const MARGIN = 8; // pixels above and below the picture, so that a rounded number cuts nothing

/**
 * The height that a picture takes at the width there is, with what stands around it. The width is the
 * one there is, unless nothing can be read in it.
 * @param {Size} picture in units of the drawing, laid out for this width and any height
 * @param {Size} view pixels for the picture
 * @param {Size} frame pixels of the whole embed
 * @param {number} least the scale at which it can just be read
 * @returns {Size}
 */
export function wishOf(picture, view, frame, least) {
  const scale = Math.min(Math.max(view.width / picture.width, least), 1);
  return {
    width: Math.ceil(Math.max(frame.width, frame.width - view.width + picture.width * scale)),
    height: Math.ceil(frame.height - view.height + picture.height * scale + 2 * MARGIN),
  };
}

/**
 * The size of a drawing, read from its text.
 * @param {string} svg
 * @returns {Size | null}
 */
export function sizeOf(svg) {
  const [, width, height] = svg.match(/viewBox="\S+ \S+ (\S+) (\S+)"/) ?? [];
  return width && height ? { width: Number(width), height: Number(height) } : null;
}
