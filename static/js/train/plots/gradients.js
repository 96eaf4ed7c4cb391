// The size of each parameter's gradient, and of its update beside its own.

import { html } from "../../lib/dom.js";
import { together } from "../../lib/figure.js";
import { count } from "../words.js";
import { drawLines, MOST } from "./lines.js";
import { csvOf, valueAt } from "./series.js";
import { formatOrDash } from "./ticks.js";

/** CS231n's notes, neural networks 3: an update of about a thousandth of the weights is usual. */
const USUAL = 1e-3;
const LARGEST = 10; // what starts at 0 has an update far larger than itself
const GAP = 24; // pixels between the two, as in plots.css
const STACKED = 520; // a box that is narrower has one above the other

/**
 * @param {import("./types.js").Scene} scene
 * @returns {import("./types.js").Drawing}
 */
export function drawGradients({ status, iteration, width, height, log }) {
  const names = Object.keys(status.parameters);
  const stacked = width < STACKED;
  const size = stacked
    ? { width, height: Math.max(height / 2, 220) }
    : { width: Math.floor((width - GAP) / 2), height };
  const end = status.loss.at(-1)?.[0] ?? 0;
  /** @param {"gradient" | "ratio"} kind */
  const series = (kind) =>
    names.map((name) => ({ name, points: status.parameters[name]?.[kind] ?? [] }));
  const shared = { iteration, end, ...size };
  const norms = drawLines({
    ...{ ...shared, log, colour: "var(--gradient)", series: series("gradient") },
    title: "norm of the gradient",
    label: `Norm of the gradient of ${names.join(", ")} over ${count(end)} iterations. A table follows.`,
  });
  const ratios = drawLines({
    ...{ ...shared, log: true, colour: "var(--value)", series: series("ratio") },
    title: "norm of update / parameter",
    label:
      `Norm of the update over norm of the parameter, for ${names.join(", ")}, on a logarithmic ` +
      "axis with a guide at one thousandth. A table follows.",
    guide: { at: USUAL, name: "10⁻³, the rule of thumb" },
    most: LARGEST,
  });
  for (const element of [norms, ratios]) element.setAttribute("data-scrubs", "");
  const more =
    names.length > MOST ? `The first ${MOST} of ${names.length}; all are in the CSV.` : "";
  const pair = html("div", { class: "plot-pair" }, norms, ratios);
  const element = more ? html("div", {}, pair, html("p", { class: "note" }, more)) : pair;
  return {
    element,
    svg: () => together(pair),
    csv: () => csvOf(rowsOf(status.parameters)),
    table: {
      caption: `Gradients and updates at iteration ${count(iteration)}`,
      heads: ["parameter", "gradient norm", "update over parameter"],
      rows: names.map((name) => {
        const { gradient = [], ratio = [] } = status.parameters[name] ?? {};
        return [
          name,
          formatOrDash(valueAt(gradient, iteration)),
          formatOrDash(valueAt(ratio, iteration)),
        ];
      }),
    },
  };
}

/**
 * A row for each iteration, two columns for each parameter.
 * @param {import("./types.js").Status["parameters"]} parameters
 */
export function rowsOf(parameters) {
  const names = Object.keys(parameters);
  const columns = names.flatMap((name) => {
    const { gradient = [], ratio = [] } = parameters[name] ?? {};
    return [new Map(gradient), new Map(ratio)];
  });
  const iterations = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  iterations.sort((a, b) => a - b);
  const heads = names.flatMap((name) => [`${name} gradient norm`, `${name} update ratio`]);
  return [
    ["iteration", ...heads],
    ...iterations.map((k) => [k, ...columns.map((column) => column.get(k) ?? null)]),
  ];
}
