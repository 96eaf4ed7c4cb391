// The loss over two inputs as contours, with the path of the run on them.
import { dot, line, text, vector } from "@observablehq/plot";
import { html, minus } from "../../lib/dom.js";
import { figure, standalone } from "../../lib/figure.js";
import { count } from "../words.js";
import { landscape } from "./landscape.js";
import { csvOf, lastIndex } from "./series.js";
import { formatOrDash, tickOf } from "./ticks.js";

/** @typedef {import("./types.js").Surface} Surface */

const WIDEST = 3.2; // of its height
const NOTE = 184; // pixels of what is said beside it
const STACKED = 520; // a box that is narrower has it below
const ARROWS = 6;
const LAST = 12;
const CENTER = "center";

/**
 * @param {import("./types.js").Scene} scene
 * @returns {import("./types.js").Drawing}
 */
export function drawSurface({ status, iteration, width, height, answer }) {
  const { names, x, y, z, path = [], note } = /** @type {Surface} */ (answer);
  const { levels, sides, color, ground, numbers } = landscape({ x, y, z }, { deep: true, path });
  const here = path[lastIndex(path, (index) => path[index]?.[0] ?? 0, iteration)];
  const room = note && width > STACKED ? width - NOTE : width;
  const size = { width: Math.min(room, Math.round(height * WIDEST)), height };
  const element = figure(
    `Loss over ${names.join(" and ")} as contours from ${formatOrDash(levels[0])} to ` +
      `${formatOrDash(levels.at(-1))}${here ? `; the run stands at ${formatOrDash(here[1])}, ${formatOrDash(here[2])}` : ""}. A table follows.`,
    {
      ...size,
      ...{ marginTop: 26, marginLeft: 52, marginBottom: 36, marginRight: 16 },
      x: axis(names[0] ?? "x", x),
      y: axis(names[1] ?? "y", y, "top"),
      color,
      marks: [
        ground,
        numbers,
        line(path, { x: "1", y: "2", stroke: "var(--background)", strokeWidth: 4, clip: true }),
        line(path, { x: "1", y: "2", stroke: "var(--ink)", strokeWidth: 1.75, clip: true }),
        vector(arrowsOf(path, sides, size), {
          ...{
            x: "x",
            y: "y",
            rotate: "rotate",
            length: 15,
            r: 5,
            shape: "arrow",
            anchor: "middle",
          },
          ...{ stroke: "var(--ink)", strokeWidth: 2, clip: true },
        }),
        ends(path),
        here
          ? dot([here], {
              ...{ x: "1", y: "2", symbol: "diamond2", r: 6, fill: "var(--gradient)" },
              ...{ stroke: "var(--background)", strokeWidth: 2 },
            })
          : null,
        here
          ? text([here], {
              ...{
                x: "1",
                y: "2",
                text: () => `iteration ${count(iteration)}`,
                dy: -15,
                ...haloed,
              },
            })
          : null,
      ],
    },
  );
  const box = html(
    "div",
    { class: "plot-beside" },
    element,
    note ? html("p", { class: "note" }, minus(note)) : null,
  );
  return {
    element: box,
    svg: () => standalone(element),
    csv: () => csvOf(rowsOf(/** @type {Surface} */ (answer))),
    table: {
      caption: `The path of the run (${status.state})`,
      heads: ["iteration", ...names],
      rows: path.slice(-LAST).map(([k, ...values]) => [String(k), ...values.map(formatOrDash)]),
    },
  };
}

const haloed = {
  ...{ fill: "var(--ink)", fontWeight: 600, stroke: "var(--background)", strokeWidth: 4 },
};

/**
 * An axis over a grid, from its first to its last place.
 * @param {string} label
 * @param {number[]} values
 * @param {"center" | "top"} [labelAnchor]
 */
export const axis = (label, values, labelAnchor = CENTER) => ({
  ...{ label, domain: [values[0] ?? 0, values.at(-1) ?? 1], ticks: 6, tickFormat: tickOf() },
  ...{ labelAnchor, labelArrow: /** @type {const} */ ("none") },
});

/**
 * The first and the last point, each with its words.
 * @param {[number, number, number][]} path
 */
function ends(path) {
  const [first, last] = [path[0], path.at(-1)];
  const two =
    first && last
      ? [
          { at: first, name: "start" },
          { at: last, name: "end" },
        ]
      : [];
  return [
    dot(two, {
      ...{ x: ({ at }) => at[1], y: ({ at }) => at[2], r: 4, strokeWidth: 2 },
      ...{ fill: "var(--background)", stroke: "var(--ink)" },
    }),
    text(two.slice(0, 1), {
      ...{ x: ({ at }) => at[1], y: ({ at }) => at[2], text: "name", dy: 15, ...haloed },
    }),
  ];
}

/**
 * Arrowheads along the path, at equal distances on the screen.
 * @param {[number, number, number][]} path
 * @param {{x1: number, x2: number, y1: number, y2: number}} sides
 * @param {{width: number, height: number}} size
 */
function arrowsOf(path, { x1, x2, y1, y2 }, { width, height }) {
  const points = path.map(([, x, y]) => [
    ((x - x1) / (x2 - x1)) * width,
    ((y - y1) / (y2 - y1)) * height,
  ]);
  let length = 0;
  const lengths = points.map(([x = 0, y = 0], at) => {
    const [beforeX = x, beforeY = y] = points[at - 1] ?? [];
    length += Math.hypot(x - beforeX, y - beforeY);
    return length;
  });
  const gap = Math.max(length / ARROWS, 48);
  const arrows = [];
  for (let place = gap / 2; place < length; place += gap) {
    const at = lengths.findIndex((walked) => walked >= place);
    const [to, from] = [points[at], points[at - 1]];
    const [before, after] = [path[at - 1], path[at]];
    if (!to || !from || !before || !after) continue;
    const share = (place - (lengths[at - 1] ?? 0)) / ((lengths[at] ?? 0) - (lengths[at - 1] ?? 0));
    const [right = 0, up = 0] = [(to[0] ?? 0) - (from[0] ?? 0), (to[1] ?? 0) - (from[1] ?? 0)];
    arrows.push({
      x: before[1] + share * (after[1] - before[1]),
      y: before[2] + share * (after[2] - before[2]),
      rotate: (Math.atan2(right, up) * 180) / Math.PI,
    });
  }
  return arrows;
}

/** @param {Surface} surface */
const rowsOf = ({ names, x, y, z, path = [] }) => [
  [...names, "loss", "iteration"],
  ...y.flatMap((high, row) => x.map((right, column) => [right, high, z[row]?.[column], null])),
  ...path.map(([k, right, high]) => [right, high, null, k]),
];
