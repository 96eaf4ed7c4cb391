// Pan and zoom of the drawing: d3-zoom on the box that holds the <svg>, so that a new drawing in
// the same box keeps the reader's view.
import { select } from "d3-selection";
import "d3-transition";
import { zoom as makeZoom, zoomIdentity } from "d3-zoom";
import { clamp } from "./fit.js";

/**
 * @typedef {import("./fit.js").Box} Box
 * @typedef {import("./fit.js").Transform} Transform
 */

const SMALLEST = 0.05;
const LARGEST = 6;
const DURATION = 180; // milliseconds; none where the reader prefers reduced motion

/**
 * @param {HTMLElement} container holds the <svg>; its size is the view
 * @param {Object} options
 * @param {() => boolean} options.plainWheel whether the plain wheel zooms; otherwise Ctrl-wheel (and
 *   the pinch of a touchpad) does, and the plain wheel scrolls the page around
 * @param {() => boolean} options.drags whether one finger moves the drawing; two always do
 * @param {(transform: Transform, byReader: boolean) => void} options.onChange
 * @param {() => void} options.onLifted fingers that moved it are gone
 */
export function createZoom(container, { plainWheel, drags, onChange, onLifted }) {
  /** @type {SVGSVGElement | null} */
  let svg = null;
  /** @type {Box} */
  let content = { x: 0, y: 0, width: 1, height: 1 };
  /** @type {Transform} where the drawing stands, or will when it has come to rest */
  let goal = { k: 1, x: 0, y: 0 };
  const selection = select(container);

  const behaviour = /** @type {import("d3-zoom").ZoomBehavior<HTMLElement, unknown>} */ (makeZoom())
    .scaleExtent([SMALLEST, LARGEST])
    .clickDistance(4)
    .extent(() => [
      [0, 0],
      [container.clientWidth, container.clientHeight],
    ])
    .filter((event) => {
      if (event.type === "wheel") return plainWheel() || event.ctrlKey || event.metaKey;
      if (event.type.startsWith("touch")) return event.touches.length > 1 || drags();
      return !event.button && !event.ctrlKey;
    })
    .on("zoom", ({ transform, sourceEvent }) => {
      const { k, x, y } = transform;
      if (sourceEvent) goal = { k, x, y };
      svg?.querySelector("g.view")?.setAttribute("transform", String(transform));
      onChange({ k, x, y }, Boolean(sourceEvent));
    })
    .on("end", ({ sourceEvent }) => {
      if (sourceEvent?.type.startsWith("touch")) onLifted();
    });
  selection.call(behaviour).on("dblclick.zoom", null);

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
  }

  /**
   * Shows the drawing just so.
   * @param {Transform} next
   * @param {boolean} [animate]
   */
  function place(next, animate = false) {
    goal = { k: next.k, x: next.x, y: next.y };
    const target = zoomIdentity.translate(next.x, next.y).scale(next.k);
    const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
    selection.interrupt();
    if (still) selection.call(behaviour.transform, target);
    else selection.transition().duration(DURATION).call(behaviour.transform, target);
  }

  return {
    measure,
    place,
    goal: () => goal,
    /**
     * @param {SVGSVGElement} next a drawing
     * @param {Box} box its extent
     */
    take(next, box) {
      svg = next;
      content = box;
      next.setAttribute("width", "100%");
      next.setAttribute("height", "100%");
      measure();
    },
    /** @param {number} factor around the middle of the view */
    by(factor) {
      const k = clamp(goal.k * factor, SMALLEST, LARGEST);
      const along = (/** @type {number} */ at, /** @type {number} */ size) =>
        size / 2 - ((size / 2 - at) * k) / goal.k;
      const { clientWidth, clientHeight } = container;
      place({ k, x: along(goal.x, clientWidth), y: along(goal.y, clientHeight) }, true);
    },
  };
}
