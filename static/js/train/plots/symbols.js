// The symbols of classes as small drawings: in the key above the boundary, and in thumbnails.
import { svg } from "../../lib/dom.js";
import { look } from "./classes.js";

/** @type {Record<string, string>} about the origin, some ten units wide */
const OUTLINES = {
  circle: "M4.5,0A4.5,4.5 0 1 1 -4.5,0A4.5,4.5 0 1 1 4.5,0Z",
  triangle: "M0,-5L5.5,5H-5.5Z",
  square: "M-4,-4H4V4H-4Z",
  diamond2: "M0,-5.5L5,0L0,5.5L-5,0Z",
  cross: "M-1.6,-5H1.6V-1.6H5V1.6H1.6V5H-1.6V1.6H-5V-1.6H-1.6Z",
  star: "M0,-5.5L1.6,-1.8L5.4,-1.7L2.4,0.8L3.4,4.6L0,2.4L-3.4,4.6L-2.4,0.8L-5.4,-1.7L-1.6,-1.8Z",
};

/**
 * @param {number} rank of the class
 * @param {Record<string, unknown>} [more] attributes
 */
export function symbolOf(rank, more = {}) {
  const { symbol, stroke } = look(rank);
  const path = { d: OUTLINES[symbol], fill: "var(--background)", stroke, "stroke-width": 1.75 };
  return svg("path", { ...path, ...more });
}

/**
 * A symbol by itself, as in the key.
 * @param {number} rank
 */
export const signOf = (rank) =>
  svg(
    "svg",
    { class: "class-sign", viewBox: "-7 -7 14 14", width: 14, height: 14, "aria-hidden": "true" },
    symbolOf(rank),
  );

const SIDE = 64; // units of a thumbnail
const INSET = 6;

/**
 * Points of a few classes drawn small.
 * @param {number[][]} points x, y and the rank of the class
 */
export function thumbnail(points) {
  const scaled = [0, 1].map((axis) => {
    const all = points.map((point) => point[axis] ?? 0);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return (/** @type {number} */ at) =>
      INSET + ((at - low) / (high - low || 1)) * (SIDE - 2 * INSET);
  });
  const [across = Number, up = Number] = scaled;
  const marks = points.map(([x = 0, y = 0, rank = 0]) => {
    const place = `translate(${across(x).toFixed(1)} ${(SIDE - up(y)).toFixed(1)}) scale(.5)`;
    return symbolOf(rank, { transform: place, "stroke-width": 2.5 });
  });
  const box = { class: "thumbnail", viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" };
  return svg("svg", box, ...marks);
}
