// The loss over the iterations.
import { standalone } from "../../lib/figure.js";
import { count } from "../words.js";
import { drawLines } from "./lines.js";
import { csvOf, valueAt } from "./series.js";
import { formatOrDash } from "./ticks.js";

const LAST = 12; // values in the table that stands for the picture

/**
 * @param {import("./types.js").Scene} scene
 * @returns {import("./types.js").Drawing}
 */
export function drawLoss({ status, iteration, width, height, log }) {
  const { train, findings } = status;
  const loss = status.loss.filter(([, value]) => value !== null); // a pass may compute none
  const end = loss.at(-1)?.[0] ?? 0;
  const noisy = train.batch !== null;
  const element = drawLines({
    ...{ iteration, end, width, height, log, noisy, colour: "var(--value)" },
    title: noisy ? "loss of the batch, and its mean" : "loss",
    label:
      `Loss over ${count(end)} iterations, from ${formatOrDash(loss[0]?.[1])} to ${formatOrDash(loss.at(-1)?.[1])}; ` +
      `at iteration ${count(iteration)} it is ${formatOrDash(valueAt(loss, iteration))}. A table follows.`,
    series: [{ name: "loss", points: loss }],
    flags: findings.map((found) => found.iteration),
  });
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
