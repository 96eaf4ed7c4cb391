// The explanation of a step: words, the picture's three shapes, and the same in mathematics; for
// arrays also the Jacobian.
import { activationOf, gateOf } from "../activations/operating.js";
import { closedAt } from "../groups/tree.js";
import { jacobianView } from "../inputs/arrays/jacobian.js";
import { createChoice } from "../lib/choice.js";
import { byId, html } from "../lib/dom.js";
import { isArray } from "../lib/matrix.js";
import { whenTypeset } from "../lib/typeset.js";
import { emptyEquation, equation } from "./equation.js";
import { createFitEquation } from "./fit-equation.js";
import { heading, paragraphs } from "./words.js";

/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {import("../lib/types.js").Payload} Payload */

const HOW =
  "Forward, each gate computes its value from its inputs. Backward, from the output, each wire " +
  "gets its gradient: what comes from the output's side times the gate's own slope.";

/** How many rows and characters of an array may stand as numbers, where there is less and less room. */
const ROOMS = [
  { rows: 3, characters: 26 },
  { rows: 3, characters: 15 },
  { rows: 0, characters: 0 },
];

/**
 * The reader's choice between the rule and the Jacobian stays while they step.
 * @param {import("../activations/operating.js").Ops} [ops] gates that have a curve in the gallery
 */
export function createPanel(ops = {}) {
  const panel = byId("explain");
  /** @type {Step | undefined} */
  let current;
  /** @type {Payload | null} */
  let traced = null;
  const choice = createChoice("explanation", "Explanation", ["Rule", "Jacobian"], () => {
    show(current, traced);
  });
  const fitEquation = createFitEquation();
  panel.replaceChildren(choice.element);

  /** @param {...Element} parts the choice stays in its place, and keeps the focus */
  function put(...parts) {
    for (const child of [...panel.children]) if (child !== choice.element) child.remove();
    panel.prepend(...parts);
    panel.scrollTop = 0;
  }

  /**
   * The way to the curve of an activation.
   * @param {Step} step
   * @param {import("../lib/types.js").Node[]} nodes
   */
  function curveOf(step, nodes) {
    const found = activationOf(gateOf(step, nodes), nodes, ops);
    if (!found) return null;
    const look = { type: "button", class: "link-button curve-link", "data-action": "activations" };
    return html("button", look, `Curve of ${found.name}`);
  }

  /**
   * The way into a closed group.
   * @param {Step} step
   * @param {Payload | null} trace
   */
  function openingOf(step, trace) {
    if (!trace || !closedAt(trace, step.node)) return null;
    const look = {
      type: "button",
      class: "link-button curve-link open-link",
      "data-action": "openGroup",
    };
    return html("button", look, "Open this group");
  }

  /**
   * Words and equation; arrays stand as numbers where there is room for them.
   * @param {Step} step
   * @param {Payload | null} trace
   */
  function explain(step, trace) {
    const nodes = trace?.nodes ?? [];
    const way = openingOf(step, trace) ?? curveOf(step, nodes);
    const words = html("div", { class: "words" }, way, heading(step), ...paragraphs(step));
    const arrays = Object.values(step.text).some(isArray);
    const rooms = arrays ? ROOMS : ROOMS.slice(-1);
    for (const room of rooms) {
      const beside = equation(step, nodes, room);
      put(words, beside);
      if (fitEquation.watch(beside, room === rooms.at(-1))) return;
    }
  }

  /**
   * @param {Step | undefined} step
   * @param {Payload | null} trace
   */
  function show(step, trace) {
    current = step;
    traced = trace;
    choice.element.hidden = !step?.jacobian;
    const whole = step?.jacobian && choice.value() === "Jacobian";
    panel.classList.toggle("is-jacobian", Boolean(whole));
    if (!step) {
      const words = trace
        ? [html("p", {}, "This program has no gate to step through.")]
        : [html("h2", {}, "How a step reads"), html("p", {}, HOW)];
      put(html("div", { class: "words" }, ...words), ...(trace ? [] : [emptyEquation()]));
    } else if (step.jacobian && whole) {
      put(html("div", { class: "words" }, heading(step)), jacobianView(step, step.jacobian, trace));
    } else {
      explain(step, trace);
    }
  }
  whenTypeset(() => show(current, traced));
  return { show };
}
