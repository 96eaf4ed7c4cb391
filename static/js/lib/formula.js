// Formulas and sentences as elements.

import { html, minus } from "./dom.js";
import { renderMath } from "./typeset.js";

/**
 * An element that shows a formula.
 * @param {string} name of the element
 * @param {string} kind its class
 * @param {string} latex
 * @param {{display?: boolean, text?: string}} [options]
 */
export function formula(name, kind, latex, options) {
  const element = html(name, { class: kind });
  renderMath(element, latex, options);
  return element;
}

/**
 * A sentence followed by its mathematics.
 * @param {string} kind the paragraph's class
 * @param {{sentence: string, latex?: string | null}} words
 */
export function sentenceWithFormula(kind, { sentence, latex }) {
  const math = latex ? [" ", formula("span", "inline-math", latex)] : [];
  return html("p", { class: kind }, minus(sentence), ...math);
}
