// The picture's three shapes beside the words: upstream × local = gradient, each with its word and
// its mathematics.

import { html, lengthOf, minus, svg, tag } from "../lib/dom.js";
import { formula } from "../lib/formula.js";
import { arrayShape, arrayTag, isArray, spoken } from "../lib/matrix.js";
import { repeatedAxes } from "../lib/nested.js";
import { productOf } from "./product.js";

/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {import("../lib/types.js").Shown} Shown */
/** @typedef {(shown: import("../lib/types.js").ShownArray) => Node} Draw an array, in the room there is */

/**
 * One column: a shape, its word, its mathematics.
 * @param {Node} shape
 * @param {(Node | string)[]} word
 * @param {string | null | undefined} latex
 */
export function term(shape, word, latex) {
  return html(
    "div",
    { class: "term" },
    html("div", { class: "shape-cell" }, shape),
    html("span", { class: "word" }, ...word),
    latex ? formula("span", "math", latex, { display: true }) : html("span", { class: "math" }),
  );
}

/**
 * @param {() => string | Element} sign
 * @param {() => string | Element} [under] the same in the row of mathematics
 */
export function operator(sign, under = sign) {
  return [
    html("span", { class: "operator" }, sign()),
    html("span", { class: "operator under", "aria-hidden": "true" }, under()),
  ];
}

const times = () => "×";
const equals = () => "=";

/** An arrow: what comes in is turned by a rule into what goes out. */
function arrow() {
  return svg(
    "svg",
    { class: "icon arrow", viewBox: "0 0 16 10", width: 16, height: 10, "aria-hidden": "true" },
    svg("path", { d: "M1 5h13M10.5 1.5 14 5l-3.5 3.5" }),
  );
}

/**
 * The sum over the axes along which an argument was repeated.
 * @param {Step} step
 * @param {import("../lib/types.js").Node[]} nodes
 */
function summation({ node, to }, nodes) {
  const shapeOf = (/** @type {string | null | undefined} */ id) =>
    nodes.find((each) => each.id === id)?.shape ?? [];
  const axes = repeatedAxes(shapeOf(node), shapeOf(to));
  const word = axes.length === 1 ? "axis" : "axes";
  const latex = `\\sum_{\\text{${word} ${axes.join(", ")}}}`;
  return formula("span", "summation", latex, { text: "Σ" });
}

/**
 * An array as a button that opens the whole of it.
 * @param {Node} shape
 * @param {string} label
 * @param {{node: string, part: "value" | "grad"}} target
 */
function opener(shape, label, { node, part }) {
  const look = { type: "button", class: "array-open", "data-array": node, "data-part": part };
  return html("button", { ...look, "aria-label": `${label}. Open the whole array` }, shape);
}

/**
 * A gradient's tag, round a number or an array.
 * @param {Shown | undefined} shown
 * @param {"upstream" | "now" | "earlier"} state
 * @param {string} word
 * @param {string | null | undefined} node whose gradient it is
 * @param {Draw} draw
 */
function gradientShape(shown, state, word, node, draw) {
  if (isArray(shown)) {
    const shape = arrayTag(draw(shown), state);
    return opener(shape, `${word}, ${spoken(shown)}`, { node: node ?? "", part: "grad" });
  }
  const heard = html("span", { class: "hidden" }, minus(shown));
  return html("span", {}, tag(shown ?? "", state, "panel"), heard);
}

/**
 * A gradient's tag that opens nothing.
 * @param {Shown} shown
 * @param {string} state
 * @param {{rows?: number, characters?: number}} [room]
 */
export function shapeOf(shown, state, room) {
  return isArray(shown) ? arrayTag(arrayShape(shown, room), state) : tag(shown, state, "panel");
}

/**
 * A local factor: a number, an array, or the rule that stands for it.
 * @param {Step} step
 * @param {Draw} draw
 */
function localTerm({ text, math, rule, fork }, draw) {
  const { local } = text;
  const under = (fork && math?.local_label) || math?.local;
  if (isArray(local)) {
    const look = {
      class: "local-ring array",
      role: "img",
      "aria-label": `local, ${spoken(local)}`,
    };
    return term(html("span", look, draw(local)), ["local", ...label(math)], under);
  }
  if (local !== null && local !== undefined) {
    const ring = html("span", { class: `local-ring${lengthOf(local)}` }, minus(local));
    return term(ring, ["local", ...label(math)], under);
  }
  const shown = formula("span", "inline-math", rule?.latex ?? "", { text: rule?.text ?? "" });
  const ring = html("span", { class: "local-ring rule" }, shown);
  return term(ring, ["rule"], under);
}

/** @param {Step["math"]} math */
const label = (math) =>
  isShort(math?.local_label) ? [" ", formula("span", "inline-math", math?.local_label ?? "")] : [];

/**
 * Whether a formula has room in the word under a shape.
 * @param {string | null | undefined} latex
 */
const isShort = (latex) => Boolean(latex) && (latex?.replace(/\\[a-z]+/g, "x").length ?? 0) <= 24;

/**
 * The other argument of a matrix gate, as its rule multiplies it.
 * @param {import("./product.js").Product} product
 * @param {Step["math"]} math
 * @param {Draw} draw
 */
function factorTerm({ shown, latex }, math, draw) {
  const look = { class: "local-ring array", role: "img", "aria-label": `times ${spoken(shown)}` };
  const shape = isArray(shown) ? draw(shown) : minus(shown);
  return term(
    html("span", look, shape),
    ["local ", formula("span", "inline-math", latex)],
    math?.local,
  );
}

/**
 * @param {Step} step
 * @param {import("../lib/types.js").Node[]} nodes
 * @param {import("./fit.js").Narrowed} [way] how much room there is
 */
export function equation(step, nodes, { room, look: narrow } = { look: "" }) {
  const draw = (/** @type {import("../lib/types.js").ShownArray} */ shown) =>
    arrayShape(shown, room);
  const { text, math, fork } = step;
  const arrays = Object.values(text).some(isArray);
  const look = ["equation", arrays ? "arrays" : "", narrow].filter(Boolean).join(" ");
  if (step.phase === "forward") {
    const word = step.backward ? "gradient" : "value";
    return html("div", { class: `${look} single` }, term(valueShape(step, draw), [word], null));
  }
  if (!step.node) {
    const { total } = text;
    const shape = gradientShape(total, "now", "gradient", step.to, draw);
    const last = term(shape, ["gradient", ...onTarget(math)], math?.gradient);
    return html("div", { class: `${look} single` }, last);
  }
  const upstream = term(
    gradientShape(text.upstream, "upstream", "upstream gradient", step.node, draw),
    ["upstream"],
    math?.upstream,
  );
  const last = fork ? arrived(step, fork, draw) : [gradientTerm(step, draw)];
  const product = text.local ? null : productOf(step, nodes);
  if (product) {
    const factor = factorTerm(product, math, draw);
    const [one, other] = product.first ? [factor, upstream] : [upstream, factor];
    const sign = () => formula("span", "", product.sign);
    const terms = [one, ...operator(sign), other, ...operator(equals), ...last];
    return html("div", { class: look }, ...terms);
  }
  const byRule = text.local === null || text.local === undefined;
  if (byRule && !step.rule) {
    return html("div", { class: look }, upstream, ...operator(arrow), ...last);
  }
  const [by, gives] = byRule ? [arrow, arrow] : [times, equals];
  const sum = step.broadcast && !byRule ? operator(() => summation(step, nodes)) : [];
  const local = localTerm(step, draw);
  const terms = [...sum, upstream, ...operator(by), local, ...operator(gives), ...last];
  return html("div", { class: look }, ...terms);
}

/**
 * Which gradient it is, beside the word.
 * @param {Step["math"]} math
 */
const onTarget = (math) =>
  isShort(math?.target)
    ? [html("span", { class: "on" }, " on ", formula("span", "inline-math", math?.target ?? ""))]
    : [];

/**
 * @param {Step} step
 * @param {Draw} draw
 */
function gradientTerm({ text, math, to }, draw) {
  const shape = gradientShape(text.contribution, "now", "gradient", to, draw);
  return term(shape, ["gradient", ...onTarget(math)], math?.gradient);
}

/**
 * At a fork a gradient is a contribution, which adds to the sum so far.
 * @param {Step} step
 * @param {import("../lib/types.js").Fork} fork
 * @param {Draw} draw
 */
function arrived({ text, math, to }, fork, draw) {
  const of = `\\partial ${derivativeOf(fork.gradient)}`;
  const whose = isShort(math?.target) ? [" to ", formula("span", "inline-math", of)] : [];
  const part = term(
    gradientShape(text.contribution, "now", "contribution", to, draw),
    ["contribution", html("span", { class: "on" }, ...whose)],
    fork.contribution,
  );
  const total = term(
    gradientShape(text.total, fork.use === fork.of ? "now" : "earlier", "sum so far", to, draw),
    ["sum so far"],
    fork.before === null ? fork.total : `${fork.before} = ${fork.total}`,
  );
  const under = fork.before === null ? "" : "+";
  return [part, ...operator(arrow, () => under), total];
}

/**
 * ∂f/∂x on one line, from the fraction.
 * @param {string} latex
 */
function derivativeOf(latex) {
  const [, above = "", below = ""] =
    /^\\frac\{\\partial (.*)\}\{(\\partial .*)\}$/.exec(latex) ?? [];
  return `${above}/${below}`;
}

/**
 * @param {Step} step
 * @param {Draw} draw
 */
function valueShape({ text, node, backward }, draw) {
  const { value } = text;
  const look = backward ? "plain-value of-gradient" : "plain-value";
  if (!isArray(value)) return html("span", { class: look }, minus(value));
  const shape = html("span", { class: `${look} array` }, draw(value));
  return opener(shape, `value, ${spoken(value)}`, { node: node ?? "", part: "value" });
}

/**
 * What a step will say, before there is one.
 * @param {import("../lib/types.js").Payload} trace
 * @param {import("./fit.js").Narrowed} way how much room there is
 */
export function emptyEquation({ steps, output, nodes, names }, { look }) {
  const inputs = new Set(nodes.filter(({ kind }) => kind === "input").map(({ id }) => id));
  const inside = steps.filter(({ node, fork }) => node && node !== names[output] && !fork);
  const math = (inside.find(({ to }) => to && inputs.has(to)) ?? inside.at(-1))?.math;
  const empty = () => tag("", "pending", "panel");
  const local = html("span", { class: "local-ring pending" });
  return html(
    "div",
    { class: `equation ${look}` },
    term(empty(), ["upstream"], math?.upstream),
    ...operator(times),
    term(local, ["local"], math?.local),
    ...operator(equals),
    term(empty(), ["gradient", ...onTarget(math)], math?.gradient),
  );
}
