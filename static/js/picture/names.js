// How the picture's gates and wires are called by those who hear it: what each computes, and its
// numbers as far as the steps have come. Wires become stops of the arrow keys, too.

import { minus, svg } from "../lib/dom.js";

/** @typedef {import("../lib/types.js").Payload} Payload */
/** @typedef {import("../lib/types.js").Marks} Marks */
/** @typedef {import("../lib/types.js").Node} Node */

const LONGEST = 60; // characters of an expression
const THUMB = 26; // pixels: the least of what a finger hits

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
const gateOf = ({ op }) => `${op} gate`;

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
 * @param {Payload} trace a view's own has no text
 * @param {Marks} marks as they stand at the step
 * @param {{kind: "gate" | "wire" | "stem", id: string, slot: number | null}} mark
 * @returns {string | null} null where the mark is none of a node's, as a group's
 */
export function nameOf({ nodes, program = "", output, names = {} }, marks, { kind, id, slot }) {
  const find = (/** @type {string | undefined} */ one) => nodes.find((node) => node.id === one);
  const node = find(id);
  const from = slot === null ? node : find(node?.args[slot]);
  if (!node || !from || (kind === "gate" && node.kind !== "gate")) return null;
  const own = slot === null ? undefined : marks[`${id}-${slot}-grad`];
  const numbers = [
    said("value", marks[`${from.id}-value`], from),
    said("gradient", own ?? marks[`${from.id}-grad`], from),
  ];
  const end = names[output] === id ? ", the result" : "";
  const words = {
    gate: [expressionOf(node, program), gateOf(node)],
    wire: [`wire from ${from.label} to the ${gateOf(node)}`],
    stem: [`wire of ${from.label}${end}`],
  };
  return minus([...words[kind], ...numbers].join(", "));
}

/** @param {HTMLElement} stage holds the drawing */
export function createNames(stage) {
  const stands = document.body.dataset.controls === "none"; // an embed in which nothing is pressed

  /**
   * Makes a wire a stop, around which a thumb's width belongs to it.
   * @param {SVGElement} wire
   */
  function reach(wire) {
    const line = /** @type {SVGPathElement | null} */ (wire.querySelector(".line"));
    if (!line || wire.hasAttribute("role")) return;
    wire.setAttribute("role", stands ? "img" : "button");
    if (stands) return;
    wire.setAttribute("tabindex", "-1");
    const width = THUMB / (line.getCTM()?.a || 1);
    line.after(svg("path", { class: "reach", d: line.getAttribute("d"), "stroke-width": width }));
  }

  /**
   * An array that is lower than a thumb is hit around it, too.
   * @param {SVGGraphicsElement} array
   */
  function widen(array) {
    const { x, y, width, height } = array.getBBox();
    const most = THUMB / (array.getCTM()?.a || 1);
    if (height >= most || array.querySelector(":scope > .reach")) return;
    const place = { x, y, width, height, "stroke-width": most - height };
    array.prepend(svg("rect", { class: "reach", ...place }));
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
    for (const array of stage.querySelectorAll(".circuit .array[role=button]"))
      widen(/** @type {SVGGraphicsElement} */ (array));
  };
}
