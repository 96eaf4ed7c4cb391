// How the picture's gates and wires are called by those who hear it: what each computes, and its
// numbers as far as the steps have come. Wires become stops of the arrow keys, too.

import { minus, svg } from "../lib/dom.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Marks} Marks */
/** @typedef {import("../lib/types.js").Node} Node */

const LONGEST = 60; // characters of an expression
const WORDS = {
  ...{ mul: "multiply", sub: "subtract", div: "divide", neg: "negate", pow: "power" },
  ...{ matmul: "matrix multiply", max: "maximum", min: "minimum" },
};
const THUMB = 24; // pixels: the width of what a finger hits of a wire

/**
 * @param {Node} node
 * @param {string} program
 */
function expressionOf({ name, label, source }, program) {
  if (!name || !source || source.line !== source.end_line) return label;
  const line = [...(program.split("\n")[source.line - 1] ?? "")];
  const text = line.slice(source.column, source.end_column).join("");
  return text && text !== name && text.length <= LONGEST ? `${name} = ${text}` : name;
}

/** @param {Node} node */
const gateOf = ({ op }) => `${WORDS[/** @type {keyof typeof WORDS} */ (op)] ?? op} gate`;

/**
 * @param {string} what value, gradient
 * @param {import("../lib/types.js").Mark | undefined} mark as it stands at the step
 * @param {Node} node
 */
function said(what, mark, node) {
  if (!mark) return `no ${what}`;
  const [state, content] = mark;
  if (state === "pending" || content === null || content === undefined)
    return `${what} not computed yet`;
  if (typeof content === "string") return `${what} ${content}`;
  return `${what} of shape (${node.shape.join(", ")}${node.shape.length === 1 ? "," : ""})`;
}

/**
 * The name of a gate, or of the wire into its slot; of a wire without a slot, which forks or leaves.
 * @param {Payload} trace
 * @param {Marks} marks as they stand at the step
 * @param {{kind: "gate" | "wire" | "stem", id: string, slot: number | null}} mark
 * @returns {string | null} null where the mark is none of a node's, as a group's
 */
export function nameOf({ nodes, program, output, names }, marks, { kind, id, slot }) {
  const find = (/** @type {string | undefined} */ one) => nodes.find((node) => node.id === one);
  const node = find(id);
  const from = slot === null ? node : find(node?.args[slot]);
  if (!node || !from || (kind === "gate" && node.kind !== "gate")) return null;
  const own = slot === null ? undefined : marks[`${id}-${slot}-grad`];
  const numbers = [
    said("value", marks[`${from.id}-value`], from),
    said("gradient", own ?? marks[`${from.id}-grad`], from),
  ];
  const end = names[output] === id ? ", the output" : "";
  const words = {
    gate: [expressionOf(node, program), gateOf(node)],
    wire: [`wire from ${from.label} to the ${gateOf(node)}`],
    stem: [`wire of ${from.label}${end}`],
  };
  return minus([...words[kind], ...numbers].join(", "));
}

/** @param {HTMLElement} stage holds the drawing */
export function createNames(stage) {
  /** @param {SVGElement} wire */
  function reach(wire) {
    const line = wire.querySelector(".line");
    if (!line || wire.hasAttribute("role")) return;
    wire.setAttribute("role", "button");
    wire.setAttribute("tabindex", "-1");
    const scale = /** @type {SVGGraphicsElement} */ (wire).getCTM()?.a || 1;
    wire.prepend(
      svg("path", { class: "reach", d: line.getAttribute("d"), "stroke-width": THUMB / scale }),
    );
  }

  /**
   * @param {Payload} trace
   * @param {Marks} marks
   */
  return (trace, marks) => {
    for (const mark of /** @type {NodeListOf<SVGElement>} */ (
      stage.querySelectorAll(".circuit :is(.gate, .wire, .stem)[data-node]")
    )) {
      const { node = "", slot } = mark.dataset;
      const kind = /** @type {"gate" | "wire" | "stem"} */ (mark.classList[0]);
      const at = slot === undefined ? null : Number(slot);
      const name = nameOf(trace, marks, { kind, id: node, slot: at });
      if (name === null) continue;
      if (kind !== "gate") reach(mark);
      if (mark.getAttribute("aria-label") !== name) mark.setAttribute("aria-label", name);
    }
  };
}
