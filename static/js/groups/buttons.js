// The "+" on a closed group and the "−" at an open one's title: real buttons in the drawing on the
// page. They are no part of the drawing itself, so that what is saved or printed has none.
import { svg } from "../lib/dom.js";
import { titled } from "./tree.js";

/** @typedef {import("../lib/types.js").Part} Part */

const LAYER = "group-buttons";
const TARGET = 28; // units: 24 pixels at the smallest scale of a fitted drawing
const RADIUS = 10;

/**
 * @param {Element} mark
 * @param {string} name
 */
const number = (mark, name) => Number(mark.getAttribute(name) ?? 0);

/**
 * Where a group's button stands: at the lower corner of a closed one, which nothing else comes near,
 * and before an open one's title.
 * @param {Element} mark
 * @param {boolean} open
 */
function placeOf(mark, open) {
  if (open) {
    const title = mark.querySelector("text");
    return title ? { x: number(title, "x") + 6, y: number(title, "y") - 4 } : null;
  }
  const disc = mark.querySelector(".disc");
  if (!disc) return null;
  const [right, bottom] = [
    number(disc, "x") + number(disc, "width"),
    number(disc, "y") + number(disc, "height"),
  ];
  return { x: right - 7, y: bottom + 2 };
}

/** @param {Part} part */
function button(part) {
  const { id, open } = part;
  const name = `${open ? "Close" : "Open"} ${titled(part)}`;
  const half = TARGET / 2;
  const bar = `M-4.5,0H4.5${open ? "" : "M0,-4.5V4.5"}`;
  return svg(
    "g",
    { class: "group-button", role: "button", tabindex: 0, "data-part": id, "aria-label": name },
    svg("title", {}, name),
    svg(
      "g",
      { class: "face" },
      svg("rect", { class: "target", x: -half, y: -half, width: TARGET, height: TARGET }),
      svg("circle", { r: RADIUS }),
      svg("path", { d: bar }),
    ),
  );
}

/**
 * Adds the buttons to a drawing that has none yet.
 * @param {SVGSVGElement | null} drawing
 * @param {Part[]} parts
 */
export function addButtons(drawing, parts) {
  const view = drawing?.querySelector("g.view");
  if (!drawing || !view || view.querySelector(`.${LAYER}`)) return;
  const layers = new Map(); // by what they are in: the drawing, or the frame of an open section
  for (const part of parts) {
    const mark = drawing.querySelector(`[id="${drawing.id}-${part.id}"]`);
    const place = mark && placeOf(mark, part.open);
    if (!mark || !place) continue;
    const made = button(part);
    made.setAttribute("transform", `translate(${place.x},${place.y})`);
    const around = mark.closest(".band") ?? view;
    if (!layers.has(around)) layers.set(around, svg("g", { class: LAYER }));
    layers.get(around).append(made);
    mark.classList.toggle("has-button", part.open);
  }
  for (const [around, layer] of layers) around.append(layer);
}

/**
 * The button of a group in a drawing.
 * @param {Element | null} drawing
 * @param {string} part
 */
export const buttonOf = (drawing, part) =>
  /** @type {SVGElement | null} */ (
    drawing?.querySelector(`.${LAYER} [data-part="${part}"]`) ?? null
  );
