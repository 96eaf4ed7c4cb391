// The grounds of a decision boundary: each class's cells, and the two sides of a threshold.
import { contour, rect } from "@observablehq/plot";
import { look } from "./classes.js";

/**
 * The cells of the grid by their class, neighbours in a row as one: what the smooth regions leave
 * between them where three meet.
 * @param {number[]} x
 * @param {number[]} y
 * @param {number[][]} classes
 * @param {number[]} labels
 */
export function patches(x, y, classes, labels) {
  const half = (/** @type {number[]} */ values) => ((values[1] ?? 1) - (values[0] ?? 0)) / 2;
  const [wide, high] = [half(x), half(y)];
  const runs = classes.flatMap((row, at) => {
    const middle = y[at] ?? 0;
    /** @type {{from: number, to: number, low: number, high: number, label: number}[]} */
    const found = [];
    for (const [column, label] of row.entries()) {
      const last = found.at(-1);
      const place = x[column] ?? 0;
      if (last?.label === label) last.to = place + wide;
      else
        found.push({
          ...{ from: place - wide, to: place + wide, label },
          ...{ low: middle - high, high: middle + high },
        });
    }
    return found;
  });
  return rect(runs, {
    ...{ x1: "from", x2: "to", y1: "low", y2: "high", clip: true, inset: -0.3 },
    fill: ({ label }) => look(labels.indexOf(label)).tint,
  });
}

/**
 * The two sides of a threshold: the tint of each class, a line between, and steps of certainty.
 * @param {number[]} scores
 * @param {number} threshold
 * @param {any} dense where the grid lies
 */
export function halves(scores, threshold, dense) {
  const above = scores.map((score) => score - threshold);
  const most = Math.max(...above.map(Math.abs), 1e-12);
  const value = (/** @type {number} */ score) => score;
  const levels = [-0.5, -0.25, 0.25, 0.5].map((share) => share * most);
  return [
    contour(above, {
      ...dense,
      value,
      thresholds: [-2 * most],
      fill: look(0).tint,
      stroke: "none",
    }),
    contour(above, { ...dense, value, thresholds: [0], fill: look(1).tint, stroke: "none" }),
    contour(above, {
      ...{ ...dense, value, thresholds: levels, stroke: "var(--wire)", strokeDasharray: "2 3" },
    }),
    contour(above, { ...dense, value, thresholds: [0], stroke: "var(--ink)", strokeWidth: 1.75 }),
  ];
}
