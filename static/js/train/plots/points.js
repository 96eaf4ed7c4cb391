// A preview of data: classes in the plane, a line of measurements, or a number a row.
import { dot } from "@observablehq/plot";
import { html } from "../../lib/dom.js";
import { figure } from "../../lib/figure.js";
import { legend, scatter } from "./scatter.js";
import { tickOf } from "./ticks.js";

/** @typedef {{X: number[][], y: number[] | null, columns?: string[]}} Data */

const SIZE = { width: 420, height: 260 };
const CLASSES = 6; // more different labels are measurements

/**
 * @param {Data} data
 * @returns {Element}
 */
export function scatterOf({ X, y, columns = [] }) {
  const features = X[0]?.length ?? 0;
  const labels = [...new Set(y ?? [])].sort((a, b) => a - b);
  const classes = labels.length > 0 && labels.length <= CLASSES && labels.every(Number.isInteger);
  if (features < 1) return html("p", { class: "note" }, "There is nothing to draw.");
  const [right, up] = axesOf(features, classes, columns);
  /** @type {[number, number, number][]} */
  const points = X.map((row, at) => {
    const label = y?.[at] ?? 0;
    const high = features > 1 ? row[1] : classes || !y ? 0 : label;
    return [row[0] ?? 0, high ?? 0, classes ? label : 0];
  });
  const shown = classes ? labels : [0];
  const words = classes ? `${labels.length} classes` : "no classes";
  return figure(`${X.length} rows, ${words}: ${up} against ${right}.`, {
    ...{ ...SIZE, marginTop: 26, marginLeft: 48, marginBottom: 36, inset: 8 },
    marginRight: classes ? 92 : 16,
    x: {
      label: right,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: 5,
      tickFormat: tickOf(),
      grid: true,
    },
    y: { label: up, labelArrow: "none", ticks: 5, tickFormat: tickOf(), grid: true },
    marks: classes
      ? [...scatter(points, shown), ...legend(shown, SIZE.height)]
      : [dot(points, { x: "0", y: "1", r: 3, stroke: "var(--value)", strokeWidth: 1.5 })],
  });
}

/**
 * The names of the axes.
 * @param {number} features
 * @param {boolean} classes
 * @param {string[]} columns
 */
function axesOf(features, classes, columns) {
  const second = features > 1 ? "x₁" : classes ? "" : "y";
  return [columns[0] ?? "x₀", columns[1] ?? second];
}
