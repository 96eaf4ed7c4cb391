// The size of each layer's gradient, side by side: where it vanishes or explodes is seen here.
import { dot, line, text } from "@observablehq/plot";
import { figure } from "../../lib/figure.js";
import { count } from "../words.js";
import { reach } from "./series.js";
import { formatOrDash, tickOf, ticksOf } from "./ticks.js";

/** @typedef {import("./types.js").Moment} Moment */

const SIZE = 13; // pixels of a text
const SEEN = 0.15; // a change by this factor, as a logarithm, is drawn

/**
 * The size of each layer's gradient, at the iteration in view and at the first.
 * @param {import("./types.js").Status} status
 * @param {Moment | undefined} now
 * @param {{width: number, height: number}} box
 */
export function drawSpreads({ layers, histograms }, now, box) {
  const first = histograms[0];
  const pointsOf = (/** @type {Moment | undefined} */ moment) =>
    layers.flatMap(({ id, name }, at) => {
      const found = moment?.gradients[id];
      const size = found ? Math.hypot(found.mean, found.std) : 0; // of single numbers the std is 0
      return size > 0 ? [{ at: at + 1, name, size }] : [];
    });
  const [present, before] = [pointsOf(now), pointsOf(first)];
  const sizes = [...present, ...before].map(({ size }) => size);
  const domain = reach(sizes, true);
  const moved = present.some(({ at, size }) => {
    const then = before.find((point) => point.at === at)?.size ?? size;
    return Math.abs(Math.log(size / then)) > SEEN;
  });
  const [low, high] = [present[0], present.at(-1)];
  const words = low && high && low !== high ? ratioOf(low, high) : "";
  const every = Math.ceil(layers.length / Math.max(Math.floor((box.width - 70) / 56), 1));
  return figure(
    `Root mean square of the gradient in each layer at iteration ${count(now?.iteration ?? 0)}, on ` +
      `a logarithmic axis: ${words}. A table follows.`,
    {
      ...box,
      ...{ marginTop: 44, marginLeft: 52, marginBottom: 34, marginRight: 16 },
      x: {
        ...{ domain: [0.6, layers.length + 0.4], label: "layer, forward", labelArrow: "none" },
        ticks: layers.flatMap((_, at) => (at % every === 0 ? [at + 1] : [])),
        tickFormat: (at) => cut(layers[at - 1]?.name ?? ""),
      },
      y: {
        ...{ type: "log", domain, grid: true, ticks: ticksOf(domain, (box.height - 78) / 40) },
        ...{ label: null, tickFormat: tickOf(domain) },
      },
      marks: [
        text(["root mean square of the gradient"], {
          ...{ frameAnchor: "top-left", text: (said) => said, dx: -44, dy: -31 },
          textAnchor: "start",
        }),
        text([words], {
          ...{ frameAnchor: "top-left", text: (said) => said, dx: -44, dy: -13 },
          ...{ textAnchor: "start", fill: "var(--ink)", fontWeight: 600 },
          ...{ lineWidth: (box.width - 16) / SIZE, textOverflow: "ellipsis-end" },
        }),
        moved
          ? line(before, { x: "at", y: "size", stroke: "var(--muted)", strokeDasharray: "3 3" })
          : null,
        moved
          ? text(before.slice(0, 1), {
              ...{ x: "at", y: "size", text: () => `at ${first?.iteration ?? 0}`, dx: 8, dy: 12 },
              ...{ textAnchor: "start", fill: "var(--muted)" },
            })
          : null,
        line(present, { x: "at", y: "size", stroke: "var(--gradient)", strokeWidth: 2 }),
        dot(present, {
          ...{ x: "at", y: "size", symbol: "diamond2", r: 4.5, fill: "var(--panel)" },
          ...{ stroke: "var(--gradient)", strokeWidth: 2 },
        }),
      ],
    },
  );
}

/**
 * How the first layer's gradient compares with the last's, which the backward pass meets first.
 * @param {{name: string, size: number}} low
 * @param {{name: string, size: number}} high
 */
function ratioOf(low, high) {
  const ratio = low.size / high.size;
  if (ratio > 0.5 && ratio < 2) return `about the same in ${low.name} as in ${high.name}`;
  const factor = Number((ratio < 1 ? 1 / ratio : ratio).toPrecision(2));
  const times = factor < 1e6 ? count(factor) : formatOrDash(factor);
  return `${times} times ${ratio < 1 ? "smaller" : "larger"} in ${low.name} than in ${high.name}`;
}

/** @param {string} name */
const cut = (name) => (name.length > 7 ? `${name.slice(0, 6)}…` : name);
