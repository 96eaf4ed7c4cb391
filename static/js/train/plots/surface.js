// The loss over two inputs as contours, with the path of the run on them.
import { contour, dot, line, text, vector } from "@observablehq/plot";
import { figure, standalone } from "../../figure.js";
import { html, minus } from "../../shapes.js";
import { crossings, levelsOf } from "./contours.js";
import { csvOf, lastIndex } from "./series.js";
import { short, tickOf } from "./ticks.js";

/** @typedef {import("./types.js").Surface} Surface */

const WIDEST = 2.4; // of its height
const ARROWS = 6;
const LAST = 12;

/**
 * @param {import("./types.js").Scene} scene
 * @returns {import("./types.js").Drawing}
 */
export function drawSurface({ status, iteration, width, height, answer }) {
  const { names, x, y, z, path = [], note } = /** @type {Surface} */ (answer);
  const { levels, log } = levelsOf(z.flat());
  const flat = z.flat().map((loss) => (loss === null || (log && loss <= 0) ? Number.NaN : loss));
  const grid = log ? flat.map(Math.log) : flat;
  const steps = log ? levels.map(Math.log) : levels;
  const here = path[lastIndex(path, (index) => path[index]?.[0] ?? 0, iteration)];
  const sides = { ...edges(x, "x"), ...edges(y, "y") };
  const shades = [Math.min(...grid.filter(Number.isFinite)), ...steps];
  const size = { width: Math.min(width, Math.round(height * WIDEST)), height };
  const element = figure(
    `Loss over ${names.join(" and ")} as contours from ${short(levels[0])} to ` +
      `${short(levels.at(-1))}${here ? `; the run stands at ${short(here[1])}, ${short(here[2])}` : ""}. A table follows.`,
    {
      ...size,
      ...{ marginTop: 26, marginLeft: 52, marginBottom: 36, marginRight: 16 },
      x: axis(names[0] ?? "x", x),
      y: axis(names[1] ?? "y", y),
      color: {
        type: "ordinal",
        domain: shades,
        range: shades.map((_, at) => tint(at / (shades.length - 1 || 1))),
      },
      marks: [
        contour(grid, {
          ...{ width: x.length, height: y.length, ...sides, clip: true },
          ...{ fill: (/** @type {number} */ loss) => loss, thresholds: shades },
          ...{ stroke: "var(--wire)", strokeWidth: 0.75 },
        }),
        text(crossings(x, y, flat, levels), {
          ...{ x: "x", y: "y", text: ({ level }) => minus(String(level)), clip: true },
          ...{ fill: "var(--muted)", stroke: "var(--background)", strokeWidth: 3 },
        }),
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
              ...{ x: "1", y: "2", text: () => `iteration ${iteration}`, dy: -15, ...haloed },
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
      rows: path.slice(-LAST).map(([k, ...values]) => [String(k), ...values.map(short)]),
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
 */
export const axis = (label, values) => ({
  ...{ label, domain: [values[0] ?? 0, values.at(-1) ?? 1], ticks: 6, tickFormat: tickOf() },
  labelArrow: /** @type {const} */ ("none"),
});

/** @param {number} share 0 is the lowest loss */
const tint = (share) =>
  `color-mix(in srgb, var(--value) ${Math.round(38 * (1 - share))}%, var(--background))`;

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
export function arrowsOf(path, { x1, x2, y1, y2 }, { width, height }) {
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

/**
 * The edges of a grid whose values stand in the middle of its cells.
 * @param {number[]} values
 * @param {"x" | "y"} name
 * @returns {any} x1 and x2, or y1 and y2
 */
export function edges(values, name) {
  const [first = 0, last = 1] = [values[0], values.at(-1)];
  const half = (last - first) / (values.length - 1 || 1) / 2;
  return { [`${name}1`]: first - half, [`${name}2`]: last + half };
}

/** @param {Surface} surface */
const rowsOf = ({ names, x, y, z, path = [] }) => [
  [...names, "loss", "iteration"],
  ...y.flatMap((high, row) => x.map((right, column) => [right, high, z[row]?.[column], null])),
  ...path.map(([k, right, high]) => [right, high, null, k]),
];
