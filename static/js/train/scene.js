// What the panel says of a run: what a step does, how the loss moves, and the numbers of the
// iteration in view.

import { heading, mathLine, sentence } from "../explain/words.js";
import { html } from "../lib/dom.js";
import { formatNumber } from "../lib/format-number.js";
import { lossAt } from "./spark.js";
import { count } from "./words.js";

/** @typedef {import("./types.js").Status} Status */
/** @typedef {import("./types.js").Optimizer} Optimizer */
/** @typedef {{name: string, update: import("./types.js").Update, right?: [number, number] | null}} Moved a parameter, its update, and the labels that are right before it */
/** @typedef {import("../explain/panel.js").Scene} PanelScene */

const TITLE = "Each step moves the weights against their gradient";
const SHORT = "Each step goes against the gradient";
const SHORTEST = "Against the gradient";
const LATELY = 0.1; // of the iterations so far

/**
 * How the loss has moved: since the start, and lately.
 * @param {number} first
 * @param {number} now
 * @param {number | null} [before] a while ago
 */
export function moved(first, now, before = null) {
  if (!Number.isFinite(now)) return `The loss is not finite any more: ${formatNumber(now)}.`;
  const from = `from ${formatNumber(first)} at the start.`;
  if (!(now < first))
    return `The loss ${now > first ? "has risen to" : "is still"} ${formatNumber(now)}, ${from}`;
  if (before === null) return `The loss has fallen to ${formatNumber(now)}, ${from}`;
  const share = (before - now) / Math.abs(before || 1);
  const pace =
    share > 0.25
      ? "falls fast"
      : share > 0.005
        ? "still falls, slowly"
        : share < -0.005
          ? "rises again"
          : "hardly falls any more";
  return `The loss ${pace}: ${formatNumber(now)}, ${from}`;
}

/**
 * How far a parameter moves: of plain SGD by its gradient, of the others by what the rule makes of it.
 * @param {Moved} moved
 * @param {Status["train"]} train
 */
export function stepOf({ name, update }, { optimizer, settings }) {
  const { gradient_length: length, step_length: step } = update;
  if (!length || !step) return "";
  if (optimizer === "sgd" && settings.lr !== undefined)
    return `${name} moves by ${formatNumber(settings.lr)} × its gradient, which has length ${length} now.`;
  return `${name} moves by ${step} now; its gradient has length ${length}.`;
}

/**
 * The assignment to the weights, which is the last of a rule.
 * @param {string | string[] | undefined} latex lines below each other
 */
const lastLine = (latex) =>
  ([latex ?? []].flat().at(-1) ?? "")
    .replace(/\\(?:begin|end)\{aligned\}/g, "")
    .split(/\\\\\s/)
    .at(-1)
    ?.replace("&", "") ?? "";

/**
 * @param {string} word
 * @param {string} value
 */
const figure = (word, value) => html("div", {}, html("dt", {}, word), html("dd", {}, value));

/**
 * @param {(string | (() => Node))[]} titles from the longest
 * @param {string[]} said sentences: the last one is kept longest
 * @param {string} rule
 * @param {string | undefined} number that is bold
 * @param {(HTMLElement | null)[]} figures
 * @returns {PanelScene}
 */
function sceneOf(titles, said, rule, number, figures) {
  const [long = "", short = long, least = short] = titles;
  const whole = said.filter(Boolean).join(" ");
  const last = said.at(-1) ?? "";
  const words =
    (
      /** @type {string | (() => Node)} */ title,
      /** @type {string} */ text,
      /** @type {boolean} */ withRule,
      small = false,
    ) =>
    () =>
      html(
        "div",
        { class: small ? "words small" : "words" },
        heading(typeof title === "string" ? title : title()),
        sentence(text, number),
        withRule && rule ? mathLine(rule) : null,
      );
  return {
    passing: true,
    words: [
      words(long, whole, true),
      words(short, whole, true),
      words(long, last, true),
      words(short, last, true),
      words(least, last, true),
      words(least, last, true, true),
      words(short, last, false),
      words(least, last, false),
      words(least, last, false, true),
    ],
    shapes: [() => html("dl", { class: "run-figures" }, ...figures)],
  };
}

/**
 * @param {Status} status
 * @param {number} view the iteration in view
 * @param {Optimizer | undefined} optimizer
 * @param {Moved | null} [update] that follows the iteration in view
 * @returns {PanelScene}
 */
export function runScene(status, view, optimizer, update = null) {
  const losses = status.loss ?? [];
  const latest = lossAt(losses, view) ?? losses.at(-1)?.[1];
  const [first, now] = [losses[0]?.[1] ?? undefined, latest ?? undefined]; // a pass may have none
  const before = losses.findLast(([at]) => at <= view * (1 - LATELY))?.[1] ?? null;
  const told =
    first === undefined || now === undefined
      ? `${count(view)} iterations so far.`
      : moved(first, now, view > 9 && status.train.batch === null ? before : null);
  const step = update ? stepOf(update, status.train) : "";
  const rule = update?.update.set || lastLine(optimizer?.latex);
  const number = now === undefined ? undefined : formatNumber(now);
  const known = (status.right ?? []).findLast(([iteration]) => iteration <= view);
  const [measured, right = 0, of = 0] = update?.right ? [view, ...update.right] : (known ?? []);
  return sceneOf([TITLE, SHORT, SHORTEST], [step, told], rule, number, [
    figure("iteration", count(view)),
    number === undefined ? null : figure("loss", number),
    measured === undefined
      ? null
      : figure(
          measured === view ? "right" : `right at ${count(measured)}`,
          `${count(right)} of ${count(of)}`,
        ),
  ]);
}

/**
 * Before a run: what P would do.
 * @param {import("./types.js").Train} train
 * @param {number | null} loss
 * @param {Optimizer | undefined} optimizer
 * @returns {PanelScene}
 */
export function readyScene({ parameters = [], iterations = 0 }, loss, optimizer) {
  const several = parameters.length > 4;
  const names = several ? `${parameters.length} parameters` : parameters.join(", ");
  const said = `${count(iterations)} iterations of ${optimizer?.title ?? "training"} move ${names} against the gradient.`;
  const begin = () => html("span", { class: "begin" }, "Press ", html("kbd", {}, "P"), " to train");
  return sceneOf([begin], [said], lastLine(optimizer?.latex), undefined, [
    figure("iteration", "0"),
    loss === null ? null : figure("loss", formatNumber(loss)),
  ]);
}
