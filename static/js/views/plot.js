// Error against h on two logarithmic axes, drawn by Observable Plot. Loaded when it is first shown.
import { dot, line, plot, ruleX } from "@observablehq/plot";

import { svg } from "../shapes.js";

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
 * @param {number} chosen the h of the table
 * @returns {Drawing}
 */
export function drawErrors(data, chosen) {
  const points = pointsOf(data);
  const names = [...new Set(points.map(({ name }) => name))];
  const channels = { x: "h", y: "error", z: "name" };
  const element = plot({
    width: 360,
    height: 204,
    marginTop: 24,
    marginLeft: 44,
    marginRight: 8,
    marginBottom: 34,
    inset: 6, // of the points from the axes
    x: { type: "log", label: `h, dashed at ${power(chosen)}`, tickFormat: power, ticks: 6 },
    y: { type: "log", label: "relative error", tickFormat: power, ticks: 5, grid: true },
    symbol: { domain: names, range: names.map((_, at) => SYMBOLS[at % SYMBOLS.length]) },
    marks: [
      ruleX([chosen], { strokeDasharray: "3 4", className: "chosen" }),
      line(points, { ...channels, className: "curve" }),
      dot(points, { ...channels, symbol: "name", r: 3.5, className: "points" }),
    ],
  });
  element.querySelector("style")?.remove(); // ours stands in check.css: the page allows no other
  for (const part of element.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  element.setAttribute("role", "img");
  element.setAttribute("class", "plot");
  element.setAttribute(
    "aria-label",
    "Relative error against h, both on logarithmic axes. The table beside it has the errors at " +
      `h = ${power(chosen)}.`,
  );
  const drawn = [...element.querySelectorAll(".points path")];
  const symbols = names.map((name) => symbolOf(drawn[points.findIndex((at) => at.name === name)]));
  return { element, symbols, standalone: () => withStyle(element) };
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

const SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * 10⁻⁵ for 1e-5.
 * @param {number} number
 */
export function power(number) {
  const digits = Math.round(Math.log10(number)).toString();
  return `10${[...digits].map((digit) => (digit === "-" ? "⁻" : SMALL[Number(digit)])).join("")}`;
}

/**
 * The plot as a file of its own: what the style sheet says becomes attributes.
 * @param {HTMLElement | SVGElement} element
 */
function withStyle(element) {
  const copy = /** @type {SVGElement} */ (element.cloneNode(true));
  const parts = copy.querySelectorAll("g");
  for (const [at, part] of [...element.querySelectorAll("g")].entries()) {
    const { fill, stroke } = getComputedStyle(part);
    parts[at]?.setAttribute("fill", fill);
    parts[at]?.setAttribute("stroke", stroke);
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", "sans-serif");
  copy.setAttribute("font-size", "13");
  copy.setAttribute("overflow", "visible");
  return new XMLSerializer().serializeToString(copy);
}
