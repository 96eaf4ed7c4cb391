// The backward pass as a graph: it stands on the stage, joined to the forward gates whose values it
// uses, and the player steps through it.
import { html, svg } from "../lib/dom.js";
import { sentence } from "../lib/parts.js";

/** @typedef {import("./types.js").Backward} Backward */

const ABOUT =
  "The picture shows the graph that computes the gradients, joined to the forward gates whose " +
  "values it uses. The player steps through both. Close this, and the circuit is back.";

/**
 * The step of the trace that a step of both passes is: the last one that it has reached.
 * @param {(number | null)[]} stepsOf
 * @param {number} step
 * @returns {number | null}
 */
export function homeOf(stepsOf, step) {
  const first = stepsOf.indexOf(step);
  if (first >= 0) return first;
  const found = stepsOf.findLastIndex((reached) => reached !== null && reached <= step);
  return found < 0 ? null : found;
}

/** @param {string} kind */
function gate(kind) {
  const rings = kind === "backward" ? [svg("circle", { class: "echo", cx: 14, cy: 11, r: 6 })] : [];
  return svg(
    "svg",
    { class: "legend-gate", "data-kind": kind, viewBox: "0 0 28 22", width: 28, height: 22 },
    svg("circle", { class: "disc", cx: 14, cy: 11, r: 9 }),
    ...rings,
  );
}

/** What a narrow legend leaves out. */
const more = () => html("span", { class: "more" }, " gate");

/** @type {import("./types.js").MakeView} */
export function createBackward({ body }) {
  return {
    show: () => body.replaceChildren(sentence(ABOUT)),
    stage: {
      enter: ({ steps_of: stepsOf, steps }, step) => stepsOf[step] ?? steps.length - 1,
      home: ({ steps_of: stepsOf }, step) => homeOf(stepsOf, step),
      origin: ({ of }, node) => of[node]?.node ?? node,
      array({ of }, node, part) {
        const made = of[node];
        if (!made) return { node, part };
        return made.kind === "gradient" && made.slot === null
          ? { node: made.node, part: "grad" }
          : null;
      },
      legend: () => [
        html("li", {}, html("b", {}, "7"), "value"),
        html("li", {}, html("b", { class: "of-gradient" }, "7"), "gradient"),
        html("li", {}, gate("forward"), html("span", {}, "forward", more())),
        html("li", {}, gate("backward"), html("span", {}, "backward", more())),
      ],
    },
  };
}
