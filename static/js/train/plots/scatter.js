// The points of each class, and the names of the classes beside them.
import { dot, text } from "@observablehq/plot";
import { minus } from "../../lib/dom.js";
import { look } from "./classes.js";

/** @typedef {import("./types.js").Boundary} Boundary */

const ROW = 22; // pixels of a class
const AROUND = 46; // above and below the frame

/**
 * The points of each class by its symbol and colour.
 * @param {Boundary["points"]} points
 * @param {number[]} labels
 * @param {number} [radius]
 */
export function scatter(points, labels, radius = 3.25) {
  return labels.map((label, rank) =>
    dot(
      points.filter((point) => (point[2] ?? 0) === label),
      {
        ...{ x: "0", y: "1", r: points.length > 400 ? 2.25 : radius, symbol: look(rank).symbol },
        ...{ fill: "var(--background)", stroke: look(rank).stroke, strokeWidth: 1.75, clip: true },
      },
    ),
  );
}

/**
 * Symbols and names in the right margin, so that they are in the file too.
 * @param {number[]} labels
 * @param {number} height of the plot: what has no room is counted
 */
export function legend(labels, height) {
  const room = Math.floor((height - AROUND) / ROW);
  const most = labels.length > room ? room - 1 : labels.length;
  const names = labels.slice(0, most).map((label) => minus(`class ${label}`));
  if (labels.length > most) names.push(`and ${labels.length - most} more`);
  return names.map((name, rank) => [
    dot(rank < most ? [name] : [], {
      ...{ frameAnchor: "top-right", dx: 16, dy: 8 + ROW * rank, symbol: look(rank).symbol },
      ...{ r: 4.5, fill: look(rank).tint, stroke: look(rank).stroke, strokeWidth: 1.75 },
    }),
    text([name], {
      ...{ frameAnchor: "top-right", dx: rank < most ? 28 : 8, dy: 8 + ROW * rank },
      ...{ textAnchor: "start", lineAnchor: "middle", text: (said) => said, fill: "var(--ink)" },
    }),
  ]);
}
