// What a trained program says of each place of the plane, with its data on it; for one feature the
// fitted curve.
import { contour, dot, line, text } from "@observablehq/plot";
import { html, minus } from "../../lib/dom.js";
import { figure, standalone } from "../../lib/figure.js";
import { count } from "../words.js";
import { look } from "./classes.js";
import { edges, landscape } from "./landscape.js";
import { halves, patches } from "./regions.js";
import { legend, scatter } from "./scatter.js";
import { csvOf } from "./series.js";
import { axis } from "./surface.js";
import { formatOrDash, tickOf } from "./ticks.js";

/** @typedef {import("./types.js").Boundary} Boundary */

const LAST = 12;
const MARGIN = { marginTop: 2, marginLeft: 44, marginBottom: 44, marginRight: 0 };
const SMALL = 260; // pixels: a smaller one has no names of its axes
const INSET = { ...MARGIN, marginTop: 8, marginLeft: 36, marginBottom: 24 };
const FILE = { ...MARGIN, marginTop: 26, marginRight: 92 }; // its classes are named beside it

/**
 * @param {import("./types.js").Scene} scene
 * @returns {import("./types.js").Drawing}
 */
export function drawBoundary({ iteration, width, height, answer }) {
  const found = boundaryOf(answer);
  const { points, names = [], note } = found;
  const plane = found.classes ?? found.scores;
  const sorted = found.classes || typeof found.threshold === "number";
  const draw = sorted ? regions : plane ? heights : curve;
  const side = Math.min(width, height);
  const size = plane ? { width: side, height: side } : { width, height };
  const element = draw(found, { ...size, ...(side < SMALL ? INSET : MARGIN) });
  element.setAttribute(
    "aria-label",
    `${element.getAttribute("aria-label")} At iteration ${count(iteration)}; ${points.length} points. A table follows.`,
  );
  const box = html(
    "div",
    { class: "plot-beside" },
    element,
    note ? html("p", { class: "note" }, minus(note)) : null,
  );
  const heads = [names[0] ?? "x", names[1] ?? "y", sorted ? "class" : "value"].slice(
    0,
    points[0]?.length ?? 2,
  );
  return {
    element: box,
    svg: () =>
      sorted ? inFile(draw(found, { ...size, width: side + 92, ...FILE })) : standalone(element),
    csv: () => csvOf(rowsOf(found)),
    labels: sorted ? labelsOf(found) : [],
    table: {
      caption: "The first of the points",
      heads,
      rows: points.slice(0, LAST).map((point) => point.map((number) => formatOrDash(number))),
    },
  };
}

/**
 * A plot that is drawn for a file alone: its looks are read where the page's style sheet holds.
 * @param {Element} element
 */
function inFile(element) {
  const box = html("div", { class: "plot-points hidden" }, element);
  document.body.append(box);
  const text = standalone(element);
  box.remove();
  return text;
}

/**
 * The classes there are, in order.
 * @param {Boundary} found
 */
function labelsOf({ classes, points }) {
  const told = points.map((point) => point[2] ?? 0);
  return [...new Set([...(classes ?? []).flat(), ...told])].sort((a, b) => a - b);
}

/**
 * @typedef {{width: number, height: number, marginTop: number, marginLeft: number, marginBottom: number, marginRight: number}} Size
 */

/**
 * The region of each class.
 * @param {Boundary} found
 * @param {Size} size
 */
function regions(found, size) {
  const { x, y, classes, scores, threshold, points, names = [] } = found;
  const sides = { ...edges(x, "x"), ...edges(y, "y") };
  const flat = (classes ?? scores ?? []).flat().map(Number);
  const labels = labelsOf(found);
  const dense = { width: x.length, height: y.length, ...sides, clip: /** @type {const} */ (true) };
  const ground = classes
    ? [
        patches(x, y, classes, labels),
        ...labels.map((label, rank) =>
          contour(
            flat.map((each) => (each === label ? 1 : 0)),
            {
              ...{
                ...dense,
                value: (/** @type {number} */ one) => one,
                thresholds: [0.5],
                blur: 1,
              },
              ...{ fill: look(rank).tint, stroke: "var(--ink)", strokeWidth: 1 },
            },
          ),
        ),
      ]
    : halves(flat, threshold ?? 0, dense);
  return figure(
    `What the program says of each place: ${labels.length || 2} classes over ${over(names)}.`,
    {
      ...size,
      x: sideways(names[0] ?? "x₀", x, size),
      y: upwards(y, size),
      marks: [
        up(names[1] ?? "x₁", size),
        ...ground,
        ...scatter(points, labels, size.width > 320 ? 4.25 : 3.25),
        ...(size.marginRight > 0 ? legend(labels, size.height) : []),
      ],
    },
  );
}

/**
 * An axis with as many ticks as have room.
 * @param {string} label
 * @param {number[]} values
 * @param {Size} size
 */
const sideways = (label, values, { width }) => ({
  ...axis(label, values),
  ...(width < SMALL ? { label: null, ticks: 3 } : {}),
});

/**
 * The axis that goes up; its name stands where its uppermost number would.
 * @param {number[]} values
 * @param {Size} size
 */
function upwards(values, size) {
  const [low = 0, high = 1] = [values[0], values.at(-1)];
  const write = tickOf();
  const isNear = (/** @type {number} */ at) => (high - at) / (high - low) < 20 / size.height;
  return {
    ...sideways("", values, size),
    label: null,
    tickFormat: (/** @type {number} */ at) => (isNear(at) ? "" : write(at)),
  };
}

/**
 * The name of the axis that goes up, beside its upper end.
 * @param {string} name
 * @param {Size} size
 */
const up = (name, { width, marginLeft }) =>
  text(width < SMALL ? [] : [name], {
    ...{ frameAnchor: "top-left", dx: 6 - marginLeft, dy: 6, text: (said) => said },
    ...{ textAnchor: "start", lineAnchor: "middle", fill: "var(--muted)" },
  });

/** @param {string[]} names of the features */
const over = (names) => names.join(" and ") || "two features";

/**
 * A number at each place, as contours; the points have the tint of their own.
 * @param {Boundary} found
 * @param {Size} size
 */
function heights({ x, y, scores = [], points, names = [] }, size) {
  const { color, ground, numbers, tintOf } = landscape({ x, y, z: scores }, { deep: false });
  const fillOf = (/** @type {Boundary["points"][number]} */ point) => tintOf(point[2] ?? 0);
  const fills = [...new Set(points.map(fillOf))];
  return figure(`What the program says of each place, as contours over ${over(names)}.`, {
    ...{ ...size, color },
    x: sideways(names[0] ?? "x₀", x, size),
    y: upwards(y, size),
    marks: [
      up(names[1] ?? "x₁", size),
      ground,
      ...fills.map((fill) =>
        dot(
          points.filter((point) => fillOf(point) === fill),
          { x: "0", y: "1", r: 4, fill, stroke: "var(--ink)", strokeWidth: 1.5 },
        ),
      ),
      numbers,
    ],
  });
}

/**
 * @param {Boundary} found
 * @param {Size} size
 */
function curve({ x, y, points, names = [] }, size) {
  const fitted = x.map((at, index) => [at, y[index] ?? Number.NaN]);
  return figure(`The fitted curve over ${names[0] ?? "the feature"}.`, {
    ...{ ...size, marginTop: 26, marginRight: 12 },
    x: axis(names[0] ?? "x", x),
    y: { label: names[1] ?? "y", labelArrow: "none", ticks: 5, grid: true, tickFormat: tickOf() },
    marks: [
      dot(points, { x: "0", y: "1", r: 3.25, stroke: "var(--ink)", fill: "var(--panel)" }),
      line(fitted, { x: "0", y: "1", stroke: "var(--value)", strokeWidth: 2.5 }),
    ],
  });
}

/**
 * An answer with the values of a curve in one place.
 * @param {any} answer
 * @returns {Boundary}
 */
const boundaryOf = (answer) =>
  answer.kind === "curve" && answer.scores
    ? { ...answer, y: answer.scores.flat(), scores: undefined }
    : answer;

/** @param {Boundary} found */
function rowsOf({ x, y, classes, scores, points, names = [] }) {
  const [right, up] = [names[0] ?? "x", names[1] ?? "y"];
  const grid = classes ?? scores;
  const ground = grid
    ? y.flatMap((high, row) => x.map((at, column) => ["grid", at, high, grid[row]?.[column]]))
    : x.map((at, index) => ["curve", at, y[index], null]);
  const kind = classes ? "class" : "score";
  return [
    ["of", right, up, kind],
    ...ground,
    ...points.map(([at, high, label]) => ["point", at, high, label]),
  ];
}
