// The explanation of a step: words, the picture's three shapes, and the same in mathematics; for
// arrays also the Jacobian.
import { jacobianView } from "./arrays/jacobian.js";
import { createChoice } from "./choice.js";
import { emptyEquation, equation } from "./equation.js";
import { byId, html } from "./shapes.js";
import { heading, paragraphs } from "./words.js";

/** @typedef {import("./types.js").Step} Step */
/** @typedef {import("./types.js").Payload} Payload */

const HOW =
  "Forward, each gate computes its value from its inputs. Backward, from the output, each wire " +
  "gets its gradient: what comes from the output's side times the gate's own slope.";

/** The reader's choice between the rule and the Jacobian stays while they step. */
export function createPanel() {
  const panel = byId("explain");
  /** @type {Step | undefined} */
  let current;
  /** @type {Payload | null} */
  let traced = null;
  const choice = createChoice("explanation", "Explanation", ["Rule", "Jacobian"], () => {
    show(current, traced);
  });
  panel.replaceChildren(choice.element);

  /** @param {...Element} parts the choice stays in its place, and keeps the focus */
  function put(...parts) {
    for (const child of [...panel.children]) if (child !== choice.element) child.remove();
    panel.prepend(...parts);
    panel.scrollTop = 0;
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
      put(
        html("div", { class: "words" }, heading(step), ...paragraphs(step)),
        equation(step, trace?.nodes ?? []),
      );
    }
  }
  return { show };
}
