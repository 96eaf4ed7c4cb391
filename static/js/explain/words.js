// What a step says in words, beside its shapes: gate and role, a sentence, a line of mathematics.

import { html, minus, svg } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { isArray } from "../lib/matrix.js";

/** @typedef {import("../lib/types.js").Step} Step */
/**
 * @typedef {Object} Shortened how much of the words there is room for
 * @property {boolean} [role] whether the role stands beside the gate
 * @property {number} [line] which of the step's lines, from the longest; past the last there is none
 * @property {boolean} [reason] whether the sentence is the reason alone
 * @property {boolean} [brief] whether it is what the reason begins with
 * @property {boolean} [small] whether the sentence is set smaller
 */

/**
 * @param {Step} step
 * @param {Element[]} ways to the curve of a function, into a group
 * @param {Shortened} [shortened]
 */
export function wordsOf(step, ways, { role = true, line = 0, reason, brief, small } = {}) {
  const { value, contribution, total } = step.text;
  const result = value ?? step.text.local ?? contribution ?? total;
  const because = step.reason ?? step.sentence;
  const said = brief ? `${because.split(/[:;] |, so /)[0]?.replace(/\.$/, "")}.` : because;
  const latex = linesOf(step)[line];
  return html(
    "div",
    { class: small ? "words small" : "words" },
    heading(step.title, role ? step.role_title : null, ways),
    sentence(reason || brief ? said : step.sentence, isArray(result) ? undefined : result),
    latex ? mathLine(latex) : null,
  );
}

/**
 * A step's lines of mathematics, from the longest; those of a view have one.
 * @param {Step} step
 */
export const linesOf = ({ lines, latex }) => lines ?? (latex ? [latex] : []);

/**
 * The gate and its role, or what else stands at the head of the panel.
 * @param {string | Node} title
 * @param {string | null} [beside]
 * @param {Element[]} [ways]
 */
export function heading(title, beside = null, ways = []) {
  return html("h2", {}, title, beside ? html("span", {}, beside) : null, ...ways);
}

/**
 * One line of mathematics; its fractions are as tall as in a display.
 * @param {string} latex
 */
export function mathLine(latex) {
  return formula("p", "line", latex.replaceAll("\\frac", "\\dfrac"), { text: "" });
}

/**
 * A sentence with its number in bold.
 * @param {string} text
 * @param {string | undefined} [result]
 */
export function sentence(text, result) {
  const shown = minus(text);
  const number = minus(result);
  const at = number
    ? shown.search(new RegExp(`(?<![\\d.−])${escaped(number)}(?![\\d.]\\d|\\d)`))
    : -1;
  if (at < 0) return html("p", { class: "sentence" }, shown);
  return html(
    "p",
    { class: "sentence" },
    shown.slice(0, at),
    html("b", {}, number),
    shown.slice(at + number.length),
  );
}

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The key that goes on. */
export function arrowKey() {
  return html(
    "kbd",
    {},
    html("span", { class: "hidden" }, "right arrow"),
    svg(
      "svg",
      { class: "icon", viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" },
      svg("path", { d: "M2 7h10M8 3l4 4-4 4" }),
    ),
  );
}

/**
 * What the panel says before the first step.
 * @param {import("../lib/types.js").Payload} trace
 */
export function startWords(trace) {
  // Not in forward mode, and not where nothing has a gradient.
  const goesBack = trace.steps.some(({ phase, backward }) => backward || phase === "backward");
  const title = html("span", { class: "begin" }, "Press ", arrowKey(), " to begin");
  return html(
    "div",
    { class: "words" },
    html("h2", {}, title),
    sentence(
      goesBack
        ? `First ${trace.output} is computed, from left to right. Then its gradient flows back, ` +
            "from right to left."
        : `${trace.output} is computed, from left to right.`,
    ),
    html(
      "p",
      { class: "muted" },
      "Change a number or the program at any time: the picture follows.",
    ),
  );
}
