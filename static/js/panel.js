// The explanation of a step: words, the picture's three shapes, and the same in mathematics.
import { renderMath } from "./math.js";
import { byId, html, lengthOf, minus, tag, told } from "./shapes.js";

/** @typedef {import("./types.js").Step} Step */

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
 * A sentence with its result in bold.
 * @param {string} text
 * @param {string | undefined} result
 */
function sentence(text, result) {
  const shown = told(text);
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
 * The running sum at a fork.
 * @param {{sentence: string, latex: string}} sum
 */
function sum({ sentence: words, latex }) {
  return html("p", { class: "sum" }, minus(words), " ", formula("span", "sum-math", latex));
}

/** @param {Step} step */
function words(step) {
  const result = step.text.value ?? step.text.contribution ?? step.text.total;
  return html(
    "div",
    { class: "words" },
    html("h2", {}, step.title, step.role_title ? html("span", {}, step.role_title) : null),
    sentence(step.sentence, result),
    step.sum ? sum(step.sum) : null,
    step.meaning ? html("p", { class: "meaning" }, step.meaning) : null,
  );
}

/**
 * One column: a shape, its word, its mathematics.
 * @param {Node} shape
 * @param {(Node | string)[]} word
 * @param {string | null | undefined} latex
 */
function term(shape, word, latex) {
  return html(
    "div",
    { class: "term" },
    html("div", { class: "shape-cell" }, shape),
    html("span", { class: "word" }, ...word),
    latex ? formula("span", "math", latex, { display: true }) : html("span", { class: "math" }),
  );
}

/** @param {string} sign */
function operator(sign) {
  return [
    html("span", { class: "operator" }, sign),
    html("span", { class: "operator under", "aria-hidden": "true" }, sign),
  ];
}

/** @param {Step} step */
function equation(step) {
  const { text, math } = step;
  if (step.phase === "forward") {
    const value = html("span", { class: "plain-value" }, minus(text.value));
    return html("div", { class: "equation single" }, term(value, ["value"], step.latex));
  }
  const spoken = (/** @type {string | undefined} */ value) =>
    html("span", { class: "hidden" }, minus(value));
  const target = math?.target ? [" on ", formula("span", "inline-math", math.target)] : [];
  const gradient = html(
    "span",
    {},
    tag(text.contribution ?? text.total ?? "", "now", "panel"),
    spoken(text.contribution ?? text.total),
  );
  if (!step.node) {
    const latex = math?.gradient ?? step.latex;
    return html(
      "div",
      { class: "equation single" },
      term(gradient, ["gradient", ...target], latex),
    );
  }
  const upstream = html(
    "span",
    {},
    tag(text.upstream ?? "", "upstream", "panel"),
    spoken(text.upstream),
  );
  const local = html("span", { class: `local-ring${lengthOf(text.local)}` }, minus(text.local));
  const label = math?.local_label ? [" ", formula("span", "inline-math", math.local_label)] : [];
  return html(
    "div",
    { class: "equation" },
    term(upstream, ["upstream"], math?.upstream),
    ...operator("×"),
    term(local, ["local", ...label], math?.local),
    ...operator("="),
    term(gradient, ["gradient", ...target], math?.gradient),
  );
}

/** What a step will say, before there is one. */
function preview() {
  const empty = () => tag("", "pending", "panel");
  const local = html("span", { class: "local-ring pending" });
  return [
    html(
      "div",
      { class: "words" },
      html("h2", {}, "How a step reads"),
      html(
        "p",
        {},
        "Forward, each gate computes its value from its inputs. Backward, from the output, each " +
          "wire gets its gradient: what comes from the output's side times the gate's own slope.",
      ),
    ),
    html(
      "div",
      { class: "equation" },
      term(empty(), ["upstream"], null),
      ...operator("×"),
      term(local, ["local"], null),
      ...operator("="),
      term(empty(), ["gradient"], null),
    ),
  ];
}

/**
 * @param {Step | undefined} step
 * @param {boolean} traced whether there is a program to step through
 */
export function showPanel(step, traced) {
  const panel = byId("explain");
  if (!step) {
    const nothing = html("p", {}, "This program has no gate to step through.");
    panel.replaceChildren(...(traced ? [html("div", { class: "words" }, nothing)] : preview()));
    return;
  }
  panel.replaceChildren(words(step), equation(step));
  panel.scrollTop = 0;
}
