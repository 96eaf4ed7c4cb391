// The loss over the iterations: as far as it has come, on an axis as long as the run is to be.
import { dot, line, ruleX, text } from "@observablehq/plot";
import { figure, standalone } from "../../lib/figure.js";
import { count } from "../words.js";
import { axisEnd, csvOf, drawable, reach, smooth, valueAt } from "./series.js";
import { formatOrDash, plainTicks, wholeTick } from "./ticks.js";

const LAST = 12; // values in the table that stands for the picture
const MARGIN = { marginTop: 10, marginBottom: 30, marginLeft: 48 };
const LETTER = 9.5; // pixels, of the number at the point in view

/**
 * @param {import("./types.js").Scene} scene
 * @returns {import("./types.js").Drawing}
 */
export function drawLoss({ status, iteration, width, height, log }) {
  const { train, findings, changes = [] } = status;
  const loss = status.loss.filter(([, value]) => value !== null); // a pass may compute none
  const end = loss.at(-1)?.[0] ?? 0;
  const most = axisEnd(end, status.iterations);
  const noisy = train.batch !== null;
  const points = drawable(loss, log);
  const mean = noisy ? smooth(points, Math.ceil(points.length / 60)) : points;
  const [low, high] = reach(
    points.map(([, value]) => value),
    log,
  );
  const now = valueAt(loss, iteration);
  const words = formatOrDash(now);
  const share = iteration / most;
  const before = share * width > width - MARGIN.marginLeft - words.length * LETTER - 24;
  const seen = now === null || (log && now <= 0) ? [] : [[iteration, now]];
  const room = height - MARGIN.marginTop - MARGIN.marginBottom;
  const element = figure(
    `Loss over ${count(end)} iterations, from ${formatOrDash(loss[0]?.[1])} to ${formatOrDash(loss.at(-1)?.[1])}; ` +
      `at iteration ${count(iteration)} it is ${words}. A table follows.`,
    {
      ...{ width, height, ...MARGIN, marginRight: (count(most).length * LETTER) / 2 },
      x: {
        ...{ domain: [0, most], label: null, tickFormat: wholeTick, tickSize: 0 },
        ticks: width > 320 ? [0, most / 2, most] : [0, most],
      },
      y: {
        ...{ type: log ? "log" : "linear", domain: [low, high], label: null, tickSize: 0 },
        ...{ grid: true, tickFormat: formatOrDash },
        ticks: log ? plainTicks([low, high], room / 36) : Math.max(room / 64, 2),
      },
      marks: [
        ruleX(
          changes.map((change) => change.iteration),
          { stroke: "var(--wire)", strokeDasharray: "2 3" },
        ),
        noisy
          ? line(points, { stroke: "var(--wire)", strokeWidth: 1, strokeOpacity: 0.6, clip: true })
          : null,
        line(mean, { stroke: "var(--ink)", strokeWidth: 2, clip: true }),
        dot(seen, { x: "0", y: "1", r: 5, fill: "var(--ink)" }),
        text(seen, {
          ...{ x: "0", y: "1", text: () => words, fill: "var(--ink)", fontWeight: 650 },
          ...{ fontSize: 15, textAnchor: before ? "end" : "start", dx: before ? -11 : 11, dy: -11 },
          ...{ stroke: "var(--background)", strokeWidth: 4, className: "loss-now" },
        }),
        dot(
          findings.map((found) => found.iteration),
          {
            ...{ x: (at) => at, frameAnchor: "bottom", symbol: "triangle", r: 4, dy: -5 },
            fill: "var(--ink)",
          },
        ),
      ],
    },
  );
  element.setAttribute("data-scrubs", "");
  return {
    element,
    svg: () => standalone(element),
    csv: () => csvOf([["iteration", "loss"], ...loss]),
    table: {
      caption: "The last losses",
      heads: ["iteration", "loss"],
      rows: loss.slice(-LAST).map(([k, value]) => [String(k), formatOrDash(value)]),
    },
  };
}
