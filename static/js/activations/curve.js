// An activation function and its slope, with the point at which the gate in view stands. Loaded
// with the first curve that is shown.
import { dot, line, rect, ruleX, ruleY, text } from "@observablehq/plot";
import { figure } from "../lib/figure.js";
import { formatNumber } from "../lib/format-number.js";
import { countsOf, heightAt } from "./operating.js";

export { standalone } from "../lib/figure.js";

/** @typedef {import("./types.js").Activation} Activation */
/** @typedef {import("./types.js").Live} Live */

const BINS = 48;
const SHARE = 0.28; // of the height, that the fullest bin has

/**
 * @param {Activation} activation
 * @param {Live | null} live
 * @param {{width: number, height: number}} size
 */
export function drawCurve({ title, x, f, slope, zones }, live, size) {
  const [low = -6, high = 6] = [x[0], x.at(-1)];
  const least = Math.min(...f, ...slope);
  const most = Math.max(...f, ...slope);
  const bottom = least - (most - least) * (live && live.values.length > 1 ? SHARE + 0.04 : 0.06);
  const top = most + (most - least) * 0.12;
  const lines = [
    { name: "f", points: x.map((at, index) => [at, f[index] ?? 0]), colour: "var(--value)" },
    {
      name: "f′",
      points: x.map((at, index) => [at, slope[index] ?? 0]),
      colour: "var(--gradient)",
    },
  ];
  const only = live?.values.length === 1 ? (live.values[0] ?? 0) : null;
  const at = only === null ? null : Math.min(Math.max(only, low), high);
  const bars = live && only === null ? countsOf(live.values, low, high, BINS) : [];
  const fullest = Math.max(...bars.map(({ count }) => count), 1);
  const stands = zones.map(({ kind }) => kind).join(" and ");
  return figure(
    `${title} from ${low} to ${high}, and its slope.${stands ? ` Shaded where it is ${stands}.` : ""}`,
    {
      ...size,
      ...{ marginTop: 12, marginLeft: 44, marginRight: 36, marginBottom: 36 },
      x: {
        domain: [low, high],
        label: live?.label ?? "x",
        labelArrow: "none",
        ticks: 6,
        tickFormat: formatNumber,
      },
      y: { domain: [bottom, top], label: null, ticks: 5, tickFormat: formatNumber, grid: true },
      marks: [
        rect(zones, {
          x1: "from",
          x2: "to",
          y1: bottom,
          y2: top,
          fill: "var(--line)",
          fillOpacity: 0.7,
        }),
        text(zones, {
          ...{ x: ({ from, to }) => (from + to) / 2, y: top, text: "kind", dy: 13 },
          ...{ fill: "var(--ink)", fontWeight: 500 },
        }),
        ruleY([0], { stroke: "var(--wire)" }),
        ruleX([0], { stroke: "var(--wire)" }),
        rect(bars, {
          ...{ x1: "from", x2: "to", y1: bottom, insetLeft: 0.5, insetRight: 0.5 },
          y2: ({ count }) => bottom + (count / fullest) * SHARE * (most - least),
          ...{ fill: "var(--ink)", fillOpacity: 0.55 },
        }),
        lines.map(({ name, points, colour }) => [
          line(points, {
            ...{ x: "0", y: "1", stroke: colour, strokeWidth: 2.5 },
            strokeDasharray: name === "f" ? "none" : "7 4",
          }),
          text(points.slice(-1), {
            ...{ x: "0", y: "1", text: () => name, dx: 10, textAnchor: "start" },
            ...{ fill: colour, fontWeight: 700, fontSize: 16 },
          }),
        ]),
        at === null
          ? null
          : [
              ruleX([at], { stroke: "var(--ink)", strokeWidth: 1.5, strokeDasharray: "3 3" }),
              mark(at, heightAt(x, f, at), "circle", "var(--value)", at > 4),
              mark(at, heightAt(x, slope, at), "diamond2", "var(--gradient)", at > 4),
            ],
      ],
    },
  );
}

/**
 * A point on a curve, with its number.
 * @param {number} x
 * @param {number} y
 * @param {"circle" | "diamond2"} symbol
 * @param {string} colour
 * @param {boolean} before the number stands before it, for lack of room behind
 */
const mark = (x, y, symbol, colour, before) => [
  dot([x], { x, y, symbol, r: 6, fill: colour, stroke: "var(--background)", strokeWidth: 2 }),
  text([y], {
    ...{
      x,
      y,
      text: (number) => formatNumber(number),
      dx: before ? -11 : 11,
      dy: -11,
      fontSize: 15,
    },
    ...{ textAnchor: before ? "end" : "start", fill: colour, fontWeight: 700 },
    ...{ stroke: "var(--background)", strokeWidth: 4 },
  }),
];
