// Lines over iterations, with a rule at the one in view: what the loss and the gradients share.
import { dot, line, ruleX, ruleY, text } from "@observablehq/plot";
import { figure } from "../../lib/figure.js";
import { count } from "../words.js";
import { clearest, drawable, reach, smooth, spread, valueAt } from "./series.js";
import { formatOrDash, tickOf, ticksOf, wholeTick } from "./ticks.js";

/** @typedef {import("./types.js").Series} Series */
/**
 * @typedef {Object} Lines
 * @property {string} title of the y axis
 * @property {string} label the description
 * @property {{name: string, points: Series}[]} series
 * @property {string} colour
 * @property {number} iteration in view
 * @property {number} end of the x axis
 * @property {number} width
 * @property {number} height
 * @property {boolean} log
 * @property {{at: number, name: string}} [guide] a level to compare with
 * @property {number} [most] that is drawn: lines run out at the top
 * @property {boolean} [noisy] a mean stands over the points themselves
 * @property {number[]} [flags] iterations at which something was found
 */

const SYMBOLS = /** @type {const} */ ([
  ...["circle", "square", "triangle", "diamond2", "cross", "star", "wye", "hexagon"],
]);
export const MOST = SYMBOLS.length; // series that can still be told apart
const DASHES = ["none", "7 4", "2 3"];
const MARKS = 7; // symbols on each line
const MARGIN = { top: 26, bottom: 34, left: 52 };
const LETTER = 7.4; // pixels, of a label

/**
 * @param {Lines} lines
 * @returns {import("../../lib/figure.js").Figure}
 */
export function drawLines({ series, iteration, end, width, height, log, ...rest }) {
  const { title, label, colour, guide, most = Infinity, noisy = false, flags = [] } = rest;
  const shown = series.slice(0, MOST).map((each, at) => {
    const points = drawable(each.points, log);
    const mean = noisy ? smooth(points, Math.ceil(points.length / 60)) : points;
    const tones = [colour, "var(--ink)", "var(--muted)"];
    return {
      ...{ name: each.name, points, mean, symbol: SYMBOLS[at] ?? "circle" },
      ...{ stroke: tones[at % 3] ?? colour, dash: DASHES[Math.floor(at / 3)] ?? "none" },
    };
  });
  const several = shown.length > 1;
  const values = shown.flatMap(({ points }) => points.map(([, value]) => Math.min(value, most)));
  const [low, high] = reach(guide ? [...values, guide.at] : values, log);
  const inside = (/** @type {[number, number]} */ [, value]) => value <= high;
  const names = shown.map(({ name }) => clipped(name));
  const last = Math.max((count(end).length * LETTER) / 2, 16); // half of the last tick's number
  const right = several ? Math.max(...names.map((name) => name.length)) * LETTER + 30 : last;
  const across = width - MARGIN.left - right;
  const room = height - MARGIN.top - MARGIN.bottom;
  const toPixel = (/** @type {number} */ value) =>
    room *
    (1 - (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)));
  const toValue = (/** @type {number} */ pixel) =>
    log ? low * (high / low) ** (1 - pixel / room) : low + (high - low) * (1 - pixel / room);
  const ends = shown.map(({ mean }) => toPixel(mean.at(-1)?.[1] ?? low));
  const places = several ? spread(ends, 15, 6, room - 4) : ends;
  const now = shown.flatMap(({ points, stroke, name }) => {
    const value = valueAt(points, iteration);
    return value === null ? [] : [{ value, stroke, name }];
  });
  const only = now[0];
  const at = `iteration ${count(iteration)}`;
  const whole = !several && only ? `${at}: ${only.name} ${formatOrDash(only.value)}` : at;
  const fits = (/** @type {string} */ words) =>
    (title.length + words.length) * LETTER < width - MARGIN.top;
  const words = [whole, at].find(fits) ?? "";
  return figure(label, {
    width,
    height,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    marginRight: right,
    x: {
      domain: [0, Math.max(end, 1)],
      label: "iteration",
      labelArrow: "none",
      ticks: width / 90,
      tickFormat: wholeTick,
    },
    y: {
      ...{ type: log ? "log" : "linear", domain: [low, high], label: title, labelArrow: "none" },
      ...{
        grid: true,
        ticks: log ? ticksOf([low, high], room / 40) : Math.max(room / 44, 2),
        tickFormat: tickOf(log ? [low, high] : undefined),
      },
    },
    marks: [
      guide ? ruleY([guide.at], { stroke: "var(--ink)", strokeDasharray: "2 4" }) : null,
      ruleX([iteration], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      text([words], {
        ...{
          frameAnchor: "top-right",
          text: (words) => words,
          dy: -20,
          textAnchor: "end",
          ...strong,
        },
      }),
      ...shown.flatMap(({ points, mean, stroke, dash, symbol }, at) => [
        noisy ? line(points, { stroke, strokeWidth: 1, strokeOpacity: 0.35, clip: true }) : null,
        line(mean, { stroke, strokeWidth: noisy ? 2.5 : 2, strokeDasharray: dash, clip: true }),
        several
          ? dot(sampled(mean.filter(inside), at / shown.length), { symbol, stroke, ...hollow })
          : null,
      ]),
      guide
        ? text([guide.name], {
            ...{
              x: end * clearest(shown, end, guide.at, (guide.name.length * LETTER) / across),
              y: guide.at,
              text: (name) => name,
            },
            ...{ dx: 6, dy: -8, textAnchor: "start", ...haloed },
          })
        : null,
      several
        ? text(names, {
            ...{
              x: Math.max(end, 1),
              y: (_, at) => toValue(places[at] ?? 0),
              text: (name) => name,
            },
            ...{ textAnchor: "start", dx: 22, ...strong, fontWeight: 500, clip: false },
          })
        : null,
      several
        ? shown.map(({ symbol, stroke }, at) =>
            dot([0], {
              x: Math.max(end, 1),
              y: toValue(places[at] ?? 0),
              dx: 12,
              symbol,
              stroke,
              ...hollow,
            }),
          )
        : null,
      dot(
        now.filter(({ value }) => value <= high),
        { x: iteration, y: "value", r: 4, fill: "var(--ink)", ...ringed },
      ),
      dot(flags, {
        x: (at) => at,
        frameAnchor: "bottom",
        symbol: "triangle",
        r: 4,
        dy: -5,
        fill: "var(--ink)",
      }),
    ],
  });
}

const hollow = { fill: "var(--panel)", strokeWidth: 1.5, r: 3.5 };
const ringed = { stroke: "var(--panel)", strokeWidth: 1.5 };
const haloed = { fill: "var(--muted)", stroke: "var(--panel)", strokeWidth: 4 };
const strong = { fill: "var(--ink)", fontWeight: 600 };

/** @param {string} name a long one is cut */
const clipped = (name) => (name.length > 14 ? `${name.slice(0, 13)}…` : name);

/**
 * A few of the points, at places that differ from line to line.
 * @param {[number, number][]} points
 * @param {number} shift of a symbol's distance, 0 to 1
 */
function sampled(points, shift) {
  const gap = points.length / MARKS;
  const found = Array.from({ length: MARKS }, (_, at) => points[Math.floor((at + shift) * gap)]);
  return [...new Set(found)].filter((point) => point !== undefined);
}
