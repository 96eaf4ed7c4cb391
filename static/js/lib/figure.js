// A plot by Observable Plot in the page's own look. Loaded with the first plot that is shown.
import { plot } from "@observablehq/plot";

import { svg } from "./dom.js";

/** @typedef {(SVGSVGElement | HTMLElement) & import("@observablehq/plot").Plot} Figure */

/**
 * A plot without a style sheet of its own, which the page does not allow (ours is plots.css), and
 * with one description instead of a name for each of its parts.
 * @param {string} label what it shows, for those who cannot see it
 * @param {import("@observablehq/plot").PlotOptions} options
 * @returns {Figure}
 */
export function figure(label, options) {
  const element = plot(options);
  for (const style of element.querySelectorAll("style")) style.remove();
  for (const part of element.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  for (const part of element.querySelectorAll("[aria-hidden]")) part.removeAttribute("aria-hidden");
  element.setAttribute("role", "img");
  element.setAttribute("class", "plot");
  element.setAttribute("aria-label", label);
  return element;
}

const FONT = "Inter, sans-serif";

/** What the style sheet may say of a part. */
const LOOKS = ["fill", "stroke", "stroke-width", "font-size", "font-weight", "color"];

/**
 * A plot as a file of its own: what the style sheet says becomes attributes.
 * @param {Element} element on the page
 */
export function standalone(element) {
  const copy = selfContained(element);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", FONT);
  copy.setAttribute("overflow", "visible");
  return new XMLSerializer().serializeToString(copy);
}

/**
 * Several plots as one file, each where it stands in their box, with the names beside them.
 * @param {Element} box
 */
export function together(box) {
  const frame = box.getBoundingClientRect();
  let [width, height] = [0, 0];
  const all = svg("svg", { xmlns: "http://www.w3.org/2000/svg", "font-family": FONT });
  for (const part of box.querySelectorAll("svg.plot, [data-named]")) {
    const place = part.getBoundingClientRect();
    const [x, y] = [place.left - frame.left, place.top - frame.top];
    width = Math.max(width, x + place.width);
    height = Math.max(height, y + place.height);
    if (part instanceof SVGElement) {
      const copy = selfContained(part);
      for (const [name, value] of Object.entries({ x, y, overflow: "visible" }))
        copy.setAttribute(name, `${value}`);
      all.append(copy);
    } else {
      const start = x + Number.parseFloat(getComputedStyle(part).paddingLeft);
      const look = { "font-size": 14, "font-weight": 600, fill: getComputedStyle(part).color };
      all.append(svg("text", { x: start, y: y + 17, ...look }, part.textContent));
    }
  }
  all.setAttribute("viewBox", `0 0 ${width} ${height}`);
  all.setAttribute("width", `${width}`);
  all.setAttribute("height", `${height}`);
  return new XMLSerializer().serializeToString(all);
}

/** @param {Element} element */
function selfContained(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [at, part] of [element, ...element.querySelectorAll("*")].entries()) {
    if (part.closest("defs")) continue;
    const own = getComputedStyle(part);
    const above =
      part === element || !part.parentElement ? null : getComputedStyle(part.parentElement);
    for (const look of LOOKS) {
      const said = own.getPropertyValue(look);
      const named = part.getAttribute(look)?.includes("var(");
      if (named || said !== above?.getPropertyValue(look)) copies[at]?.setAttribute(look, said);
    }
  }
  return copy;
}
