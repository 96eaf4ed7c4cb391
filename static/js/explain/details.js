// What else there is to know of a step, for who asks: why the shape is right, the rule found from
// the shapes, the sum, the Jacobian.
import { activationOf, gateOf } from "../activations/operating.js";
import { closedAt } from "../groups/tree.js";
import { jacobianView } from "../inputs/arrays/jacobian.js";
import { html, minus, svg } from "../lib/dom.js";
import { formula, sentenceWithFormula } from "../lib/formula.js";
import { whenSeen } from "../lib/seen.js";
import { heading, sentence } from "./words.js";

/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {import("../lib/types.js").Payload} Payload */

export function createDetails() {
  const box = document.getElementById("details"); // an embed has none
  const whenOpen = box && whenSeen(box);

  return {
    /**
     * @param {Step | undefined} step
     * @param {Payload | null} trace
     */
    show(step, trace) {
      whenOpen?.(() => {
        const parts = step ? partsOf(step, trace) : [html("p", {}, "No step is shown yet.")];
        box?.replaceChildren(...parts);
      });
    },
  };
}

/**
 * @param {Step} step
 * @param {Payload | null} trace
 */
function partsOf(step, trace) {
  const check = step.shape_check;
  const jacobian = step.jacobian;
  return [
    heading(step.title, step.role_title),
    sentence(step.sentence),
    step.meaning ? html("p", { class: "meaning" }, step.meaning) : null,
    step.lines?.[0] ? formula("p", "detail-math", step.lines[0], { text: "" }) : null,
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
    jacobian ? html("h3", {}, "Jacobian") : null,
    jacobian ? jacobianView(step, jacobian, trace) : null,
  ].filter((part) => part !== null);
}

/**
 * The ways to the curve of an activation and into a closed group.
 * @param {Step} step
 * @param {Payload | null} trace
 * @param {import("../activations/operating.js").Ops} ops
 */
export function links(step, trace, ops) {
  const nodes = trace?.nodes ?? [];
  const found = activationOf(gateOf(step, nodes), nodes, ops);
  const closed = trace && closedAt(trace, step.node);
  const link = (/** @type {string} */ action, /** @type {string} */ text) =>
    html("button", { type: "button", class: "link-button", "data-action": action }, text);
  return [
    ...(closed ? [link("openGroup", "Open this group")] : []),
    ...(found ? [link("activations", `Curve of ${found.name}`)] : []),
  ];
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
