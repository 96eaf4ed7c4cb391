// Error against h, relative to x, on two logarithmic axes, drawn by Observable Plot. Loaded when it is first shown.
import { dot, line, ruleX } from "@observablehq/plot";
import { svg } from "../lib/dom.js";
import { figure, standalone } from "../lib/figure.js";
import { power } from "./power.js";

/** @typedef {{element: HTMLElement | SVGElement, symbols: SVGElement[], standalone: () => string}} Drawing its symbols, a series each */

const SYMBOLS = /** @type {const} */ ([
  "circle",
  "square",
  "triangle",
  "diamond2",
  "cross",
  "star",
]);
const MOST = 8; // series that can still be told apart
const LEAST = 1e-17; // an error of exactly 0 stands at the foot

/**
 * The points of a series as Plot takes them.
 * @param {import("./types.js").Checks["plot"]} data
 */
export function pointsOf({ h, series }) {
  return series
    .slice(0, MOST)
    .flatMap(({ name, errors }) =>
      errors.flatMap((error, index) =>
        error === null || !Number.isFinite(error)
          ? []
          : [{ name, h: h[index] ?? 0, error: Math.max(error, LEAST) }],
      ),
    );
}

/**
 * @param {import("./types.js").Checks["plot"]} data
 * @param {number} chosen the step that is tried first
 * @returns {Drawing}
 */
export function drawErrors(data, chosen) {
  const points = pointsOf(data);
  const names = [...new Set(points.map(({ name }) => name))];
  const channels = { x: "h", y: "error", z: "name" };
  const label =
    "Relative error against h in proportion to x, both on logarithmic axes. The dashed line is at " +
    `h = ${power(chosen)} |x|.`;
  const element = figure(label, {
    width: 360,
    height: 204,
    marginTop: 24,
    marginLeft: 44,
    marginRight: 8,
    marginBottom: 34,
    inset: 6, // of the points from the axes
    x: { type: "log", label: `h / |x|, dashed at ${power(chosen)}`, tickFormat: power, ticks: 6 },
    y: { type: "log", label: "relative error", tickFormat: power, ticks: 5, grid: true },
    symbol: { domain: names, range: names.map((_, at) => SYMBOLS[at % SYMBOLS.length]) },
    marks: [
      ruleX([chosen], { strokeDasharray: "3 4", className: "chosen" }),
      line(points, { ...channels, className: "curve" }),
      dot(points, { ...channels, symbol: "name", r: 3.5, className: "points" }),
    ],
  });
  const drawn = [...element.querySelectorAll(".points path")];
  const symbols = names.map((name) => symbolOf(drawn[points.findIndex((at) => at.name === name)]));
  return { element, symbols, standalone: () => standalone(element) };
}

/**
 * The symbol of a series, for the table.
 * @param {Element | undefined} drawn
 */
function symbolOf(drawn) {
  const path = svg("path", { d: drawn?.getAttribute("d") ?? "" });
  const look = { viewBox: "-7 -7 14 14", width: 14, height: 14, "aria-hidden": "true" };
  return svg("svg", look, path);
}
