// What a step has computed, marked in the drawing: scripts, the style sheet and the view find it.

import { bodyOf } from "./extents.js";

/** @typedef {import("../lib/types.js").Marks} Marks */
/** @typedef {import("../lib/types.js").Step} Step */

/**
 * The mark of a step's result: its tag, or going forward its gate's value.
 * @param {Map<string, Element>} marks
 * @param {Marks} picture
 * @param {Step} step
 */
function resultOf(marks, picture, { node, to }) {
  const tag = Object.keys(picture).find((id) => picture[id]?.[0] === "now" && marks.has(id));
  return marks.get(tag ?? `${node ?? to}-value`) ?? marks.get(node ?? "");
}

/**
 * Marks the step's result, the one such mark in the drawing.
 * @param {Element | null} drawing
 * @param {Map<string, Element>} marks
 * @param {Marks} picture
 * @param {Step | undefined} step
 * @returns {() => import("./view.js").Subject | null} measures what should be in sight
 */
export function markResult(drawing, marks, picture, step) {
  const now = step && resultOf(marks, picture, step);
  for (const mark of drawing?.querySelectorAll("[data-now]") ?? [])
    mark.removeAttribute("data-now");
  now?.setAttribute("data-now", "");
  return () => {
    const result = bodyOf(now);
    const gate = bodyOf(marks.get(step?.node ?? step?.to ?? ""));
    const upstream = bodyOf(drawing?.querySelector("[data-upstream]"));
    return result && { result, gate, upstream };
  };
}
