// What a step says in words, beside its shapes.

import { html, minus, svg, withoutGate } from "../lib/dom.js";
import { formula, sentenceWithFormula } from "../lib/formula.js";
import { isArray } from "../lib/matrix.js";

/** @typedef {import("../lib/types.js").Step} Step */

/**
 * The gate and its role.
 * @param {Step} step
 */
export function heading(step) {
  const role = step.role_title ? html("span", {}, step.role_title) : null;
  return html("h2", {}, step.title, role);
}

/**
 * The sentences of a step: what happens, that and why its shape is right, what it means.
 * @param {Step} step
 * @returns {HTMLElement[]}
 */
export function paragraphs(step) {
  const { value, contribution, total } = step.text;
  const result = value ?? contribution ?? total;
  const check = step.shape_check;
  return [
    sentence(step.sentence, isArray(result) ? undefined : result),
    check
      ? html(
          "p",
          { class: "shape-check" },
          tick(check.gradient === check.variable),
          minus(check.sentence),
        )
      : null,
    step.broadcast ? sentenceWithFormula("broadcast", step.broadcast) : null,
    step.derivation ? derivation(step.derivation) : null,
    step.sum ? sentenceWithFormula("sum", step.sum) : null,
    step.meaning ? html("p", { class: "meaning" }, step.meaning) : null,
  ].filter((paragraph) => paragraph !== null);
}

/**
 * A sentence with its result in bold.
 * @param {string} text
 * @param {string | undefined} result
 */
function sentence(text, result) {
  const shown = withoutGate(text);
  const number = minus(result);
  const at = number ? shown.lastIndexOf(number) : -1;
  if (at < 0) return html("p", { class: "sentence" }, shown);
  return html(
    "p",
    { class: "sentence" },
    shown.slice(0, at),
    html("b", {}, number),
    shown.slice(at + number.length),
  );
}

/**
 * The rule of a matrix gate found from the shapes alone, a line a thought.
 * @param {import("../lib/types.js").Derivation} found
 */
function derivation({ lines, latex }) {
  const items = lines.map(({ text, latex: math }) =>
    html(
      "li",
      {},
      minus(text),
      math ? " " : null,
      math ? formula("span", "inline-math", math) : null,
    ),
  );
  const end = html("li", { class: "result" }, formula("span", "inline-math", latex));
  return html(
    "ol",
    { class: "derivation", "aria-label": "The rule, from the shapes" },
    ...items,
    end,
  );
}

/** @param {boolean} right */
function tick(right) {
  const path = right ? "M2.5 7.5 6 11l6-8" : "M3 3l8 8M11 3l-8 8";
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" },
    svg("path", { d: path }),
  );
}
