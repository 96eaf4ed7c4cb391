// The beads of the rail: circles forward, diamonds backward, each with the name of its wire.

import { html, minus, svg } from "../lib/dom.js";
import { renderMath } from "../lib/typeset.js";
import { phaseOf } from "./steps.js";

/** @typedef {import("../lib/types.js").Step} Step */
/** @typedef {{text: string, latex: string | null, named: boolean, symbol?: string}} Label */

const ROOM = 9; // pixels a bead under the slider needs
const LETTER = 8; // pixels a letter of an expression takes, about

/**
 * The short name of the wire a step writes: its name, else a short expression, else the symbol.
 * @param {import("../lib/types.js").Node | import("../lib/types.js").Named | undefined} node
 * @returns {Label}
 */
export function labelOf(node) {
  if (!node) return { text: "", latex: null, named: false };
  if (node.name) {
    const letter = /^\p{L}\d*$/u.test(node.name);
    return { text: node.name, latex: letter ? node.latex : null, named: true };
  }
  const short = node.args.length === 1 && node.label.length <= 8;
  return short
    ? { text: node.label, latex: node.latex, named: false, symbol: node.symbol ?? "" }
    : { text: node.symbol ?? "", latex: null, named: false };
}

/**
 * The label where there is so much room: an expression that is too long gives way to its symbol.
 * @param {Label} label
 * @param {number} pitch
 * @returns {Label}
 */
export function fitted(label, pitch) {
  const { symbol, text } = label;
  if (symbol === undefined || text.length * LETTER <= pitch) return label;
  return { text: symbol, latex: null, named: false };
}

/**
 * A step's bead, a button with a name under it.
 * @param {Step} step
 * @param {Label} label
 * @param {number} index
 * @param {number} share its place in its half, from 0 to 1
 */
export function bead(step, label, index, share) {
  const button = html(
    "button",
    { type: "button", tabindex: -1, "data-at": index, title: titleOf(label) },
    html("span", { class: "bead" }),
    nameOf(label),
  );
  tell(button, step, index);
  return placed(html("li", {}, button), share);
}

/**
 * The bead of what is no step yet: nothing to press.
 * @param {Label} label
 * @param {number} share
 * @param {boolean} isQuiet whether its name has no room
 */
export function beadAhead(label, share, isQuiet) {
  const name = nameOf(label);
  name.classList.toggle("quiet-label", isQuiet);
  const mark = html("span", { class: "bead" });
  const shown = html("span", { class: "ahead", title: titleOf(label) }, mark, name);
  return placed(html("li", {}, shown), share);
}

/** @param {Label} label */
function nameOf(label) {
  const name = html("span", { class: "label", "aria-hidden": "true" });
  if (label.latex) {
    renderMath(name, label.latex, { text: label.text });
  } else {
    name.classList.add(label.named ? "plain-text" : "sign");
    name.textContent = minus(label.text);
  }
  return name;
}

/** @param {Label} label one that may be cut off */
const titleOf = (label) => (label.named && !label.latex ? label.text : null);

/**
 * @param {HTMLElement} item
 * @param {number} share
 */
function placed(item, share) {
  item.style.setProperty("--at", String(share));
  return item;
}

/**
 * Says what a bead's step does.
 * @param {Element | null} button
 * @param {Step | undefined} step
 * @param {number} index
 */
export function tell(button, step, index) {
  if (!step) return;
  button?.setAttribute(
    "aria-label",
    `Step ${index + 1}, ${phaseOf(step)}: ${minus(step.sentence)}`,
  );
}

/**
 * Where the beads under the slider lie, from 0 to 1: between the halves is room for one more.
 * @param {number} forward how many go forward
 * @param {number} count
 */
export function placesOf(forward, count) {
  const between = forward > 0 && forward < count ? 1 : 0;
  const last = Math.max(count - 1 + between, 1);
  return Array.from({ length: count }, (_, at) => (at + (at < forward ? 0 : between)) / last);
}

/**
 * The step whose bead is nearest; -1, before the first, where that is nearer.
 * @param {number[]} places
 * @param {number} at from 0 to 1
 */
export function nearest(places, at) {
  const before = (places[0] ?? 0) - ((places[1] ?? 1) - (places[0] ?? 0));
  const off = [before, ...places].map((place) => Math.abs(place - at));
  return off.indexOf(Math.min(...off)) - 1;
}

/**
 * The beads under the slider, as one drawing; with no room for them, two bars and the current one.
 * @param {HTMLElement} box
 * @param {Step[]} steps
 * @param {number[]} places
 * @param {number} current
 */
export function drawBeads(box, steps, places, current) {
  const width = Math.max(box.clientWidth, 1); // the beads at its ends are centred on its edges
  const roomy = width / Math.max(steps.length, 1) >= ROOM;
  box.classList.toggle("bars", !roomy);
  const shapes = steps.flatMap((step, index) => {
    if (!roomy && index !== current) return [];
    const x = (places[index] ?? 0) * width;
    const tone = index > current ? "later" : phaseOf(step) === "forward" ? "value" : "gradient";
    if (index !== current) return [mark(step, x, 4, tone)];
    return [mark(step, x, 9, `halo-mark ${tone}`), mark(step, x, 5.5, tone)];
  });
  box.querySelector("svg")?.remove();
  box.append(svg("svg", {}, ...shapes));
}

/**
 * @param {Step} step
 * @param {number} x
 * @param {number} radius
 * @param {string} kind
 */
function mark(step, x, radius, kind) {
  const look = { class: `bead-mark ${kind}` };
  if (phaseOf(step) === "forward") return svg("circle", { ...look, cx: x, cy: 16, r: radius });
  const r = radius * 1.3;
  return svg("path", { ...look, d: `M${x - r},16l${r},${-r}l${r},${r}l${-r},${r}Z` });
}
