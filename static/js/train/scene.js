// What the panel says of a run: what a step does, how the loss moves, and the numbers of the
// iteration in view.

import { heading, mathLine, sentence } from "../explain/words.js";
import { html } from "../lib/dom.js";
import { formatNumber } from "../lib/format-number.js";
import { lossAt } from "./spark.js";
import { count } from "./words.js";

const TITLE = "Each step moves the weights against their gradient";
const SHORT = "Each step goes against the gradient";

/**
 * How the loss has moved since the start, in words.
 * @param {number} first
 * @param {number} now
 */
function moved(first, now) {
  if (!Number.isFinite(now)) return `The loss is not finite any more: ${formatNumber(now)}.`;
  const word = now < first ? "has fallen to" : now > first ? "has risen to" : "is still";
  return `The loss ${word} ${formatNumber(now)}, from ${formatNumber(first)} at the start.`;
}

/**
 * The assignment to the weights, which is the last of a rule.
 * @param {string} latex lines below each other
 */
const lastLine = (latex) =>
  latex
    .replace(/\\(?:begin|end)\{aligned\}/g, "")
    .split(/\\\\\s/)
    .at(-1)
    ?.replace("&", "");

/**
 * @param {import("./types.js").Status} status
 * @param {number} view the iteration in view
 * @param {import("./types.js").Optimizer | undefined} optimizer
 * @returns {import("../explain/panel.js").Scene}
 */
export function runScene(status, view, optimizer) {
  const losses = status.loss ?? [];
  const [first, now] = [losses[0]?.[1], lossAt(losses, view) ?? losses.at(-1)?.[1]];
  const said =
    first === undefined || now === undefined
      ? `${count(view)} iterations so far.`
      : moved(first, now);
  const rule = lastLine([optimizer?.latex ?? []].flat().at(-1) ?? "");
  const words =
    (/** @type {string} */ title, /** @type {boolean} */ withRule, small = false) =>
    () =>
      html(
        "div",
        { class: small ? "words small" : "words" },
        heading(title),
        sentence(said, now === undefined ? undefined : formatNumber(now)),
        withRule && rule ? mathLine(rule) : null,
      );
  const figure = (/** @type {string} */ word, /** @type {string} */ value) =>
    html("div", {}, html("dt", {}, word), html("dd", {}, value));
  const rightFigure = (
    /** @type {[number, number, number][]} */ series,
    /** @type {number} */ at,
  ) => {
    const [measured, right, of] = series.findLast(([iteration]) => iteration <= at) ?? [];
    if (measured === undefined) return null;
    return figure(
      measured === at ? "right" : `right at ${count(measured)}`,
      `${count(right ?? 0)} of ${count(of ?? 0)}`,
    );
  };
  const figures = () =>
    html(
      "dl",
      { class: "run-figures" },
      figure("iteration", count(view)),
      now === undefined ? null : figure("loss", formatNumber(now)),
      rightFigure(status.right ?? [], view),
    );
  return {
    passing: true,
    words: [
      words(TITLE, true),
      words(SHORT, true),
      words(TITLE, false),
      words(SHORT, false),
      words(SHORT, false, true),
    ],
    shapes: [figures],
  };
}
