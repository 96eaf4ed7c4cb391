// A step as it is heard: its sentence, and the numbers that its shapes show to those who see them. Pure.

import { minus } from "../lib/dom.js";
import { isArray } from "../lib/matrix.js";

/** @typedef {import("../lib/types.js").Step} Step */

/**
 * @param {Step} step
 * @param {{id: string, label: string}[]} nodes
 */
export function heardOf(step, nodes) {
  const sentence = step.sentence.replace(/ One of its [^.]*:$/, "");
  return minus([sentence, numbersOf(step, nodes)].filter(Boolean).join(" "));
}

/**
 * @param {Step} step
 * @param {{id: string, label: string}[]} nodes
 */
function numbersOf({ phase, node, to, text, fork }, nodes) {
  const { upstream, local, contribution, total } = text;
  const label = nodes.find(({ id }) => id === to)?.label;
  if (phase !== "backward" || !node || !upstream || !contribution || !label) return "";
  if (isArray(contribution)) return `The gradient on ${label} has shape ${contribution.shape}.`;
  const product =
    local && !isArray(local) && !isArray(upstream)
      ? `Upstream ${upstream} times local ${local} is ${contribution}`
      : `It is ${contribution}`;
  if (!fork) return `${product}, the gradient on ${label}.`;
  const sum = total && !isArray(total) ? ` The sum so far is ${total}.` : "";
  return `${product}, contribution ${fork.use} of ${fork.of} to the gradient on ${label}.${sum}`;
}
