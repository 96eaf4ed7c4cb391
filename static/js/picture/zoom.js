// Pan and zoom of the drawing: d3-zoom on the box that holds the <svg>, so that a new drawing in
// the same box keeps the reader's view.
import { select } from "d3-selection";
import "d3-transition";
import { zoom as makeZoom, zoomIdentity } from "d3-zoom";
import { clampScale, fitBox } from "./fit.js";

/**
 * @typedef {import("./fit.js").Box} Box
 * @typedef {Object} ZoomOptions
 * @property {boolean} [plainWheel] the plain wheel zooms; otherwise Ctrl-wheel (and the pinch of a
 *   touchpad) does, and the plain wheel scrolls the page around
 * @property {number} [padding] pixels kept free around a fitted drawing
 * @property {number} [smallestFit] fit never scales below this, so that text stays readable
 * @property {number} [largestFit] nor above this
 * @property {(transform: {k: number, x: number, y: number}) => void} [onChange]
 *
 * @typedef {Object} Zoom
 * @property {(svg: SVGSVGElement) => void} apply takes a new drawing into the same view
 * @property {() => boolean} fit shows the whole drawing; false where it is too large for that
 * @property {(factor: number) => void} zoomBy
 * @property {(next: {k: number, x: number, y: number}) => void} place shows the drawing just so
 * @property {(x: number, y: number, animate?: boolean) => void} panTo centres a point of the drawing
 * @property {() => {k: number, x: number, y: number}} transform
 * @property {() => void} destroy
 */

const SMALLEST = 0.1;
const LARGEST = 6;
const DURATION = 180; // milliseconds; none where the reader prefers reduced motion

/**
 * @param {HTMLElement} container holds the <svg>; its size is the view
 * @param {ZoomOptions} [options]
 * @returns {Zoom}
 */
export function createZoom(
  container,
  { plainWheel = false, padding = 16, smallestFit = 0.72, largestFit = 1.5, onChange } = {},
) {
  /** @type {SVGSVGElement | null} */
  let svg = null;
  /** @type {Box} */
  let content = { x: 0, y: 0, width: 1, height: 1 };
  let fitted = true; // until the reader moves the picture, it is fitted again when the box changes
  let transform = zoomIdentity;
  const boxes = /** @type {WeakMap<SVGSVGElement, Box>} */ (new WeakMap()); // viewBoxes as served
  const selection = select(container);

  const behaviour = /** @type {import("d3-zoom").ZoomBehavior<HTMLElement, unknown>} */ (makeZoom())
    .scaleExtent([SMALLEST, LARGEST])
    .clickDistance(4)
    .extent(() => [
      [0, 0],
      [container.clientWidth, container.clientHeight],
    ])
    .filter((event) => {
      if (event.type === "wheel") return plainWheel || event.ctrlKey || event.metaKey;
      if (event.type.startsWith("touch")) return plainWheel || event.touches.length > 1;
      return !event.button && !event.ctrlKey;
    })
    .on("zoom", (event) => {
      if (event.sourceEvent) fitted = false;
      transform = event.transform;
      svg?.querySelector("g.view")?.setAttribute("transform", String(transform));
      onChange?.({ k: transform.k, x: transform.x, y: transform.y });
    });
  selection.call(behaviour).on("dblclick.zoom", null);
  container.style.touchAction = plainWheel ? "none" : "pan-x pan-y";

  /** The <svg> takes the box's own pixels as its units; the transform does the rest. */
  function measure() {
    const width = Math.max(container.clientWidth, 1);
    const height = Math.max(container.clientHeight, 1);
    svg?.setAttribute("viewBox", `0 0 ${width} ${height}`);
    // A drawing can be moved until only its edge is left in the middle of the view.
    behaviour.translateExtent([
      [content.x - width, content.y - height],
      [content.x + content.width + width, content.y + content.height + height],
    ]);
    return { width, height };
  }

  function fit() {
    const view = measure();
    const target = fitBox(content, view, { padding, smallestFit, largestFit });
    fitted = true;
    selection
      .interrupt()
      .call(behaviour.transform, zoomIdentity.translate(target.x, target.y).scale(target.k));
    return target.whole;
  }

  const moves = () =>
    matchMedia("(prefers-reduced-motion: reduce)").matches
      ? selection.interrupt()
      : selection.interrupt().transition().duration(DURATION);

  /** @type {Zoom["panTo"]} */
  function panTo(x, y, animate = true) {
    fitted = false;
    if (animate) moves().call(behaviour.translateTo, x, y);
    else selection.interrupt().call(behaviour.translateTo, x, y);
  }

  const observer = new ResizeObserver(() => {
    if (fitted) fit();
    else measure();
  });
  observer.observe(container);

  return {
    fit,
    panTo,
    apply(next) {
      const first = svg === null;
      svg = next;
      const { x, y, width, height } = boxes.get(next) ?? next.viewBox.baseVal;
      content = { x, y, width: Math.max(width, 1), height: Math.max(height, 1) };
      boxes.set(next, content);
      next.setAttribute("width", "100%");
      next.setAttribute("height", "100%");
      if (first || fitted) fit();
      else measure();
      next.querySelector("g.view")?.setAttribute("transform", String(transform));
    },
    place({ k, x, y }) {
      fitted = false;
      const target = zoomIdentity.translate(x, y).scale(k);
      selection.interrupt().call(behaviour.transform, target);
    },
    zoomBy(factor) {
      fitted = false;
      moves().call(behaviour.scaleTo, clampScale(transform.k * factor, SMALLEST, LARGEST));
    },
    transform: () => ({ k: transform.k, x: transform.x, y: transform.y }),
    destroy() {
      observer.disconnect();
      selection.interrupt().on(".zoom", null);
    },
  };
}
