// What of a drawing is seen, and how large: fit, zoom, the fading edges, the step's result in sight.

import { byId } from "../lib/dom.js";
import { extentOf } from "./extents.js";
import { beyond, fitBox, followBox, keepBox, within } from "./fit.js";
import { roundedDown } from "./room.js";
import { createZoom } from "./zoom.js";

/**
 * @typedef {import("./fit.js").Box} Box
 * @typedef {Parameters<typeof followBox>[1]} Subject what a step is about
 */

/**
 * How far a picture may shrink to fit, and grow. The text of tags is 15 units: 13 pixels at 0.867.
 * On a stage it is 24 of 1080 at least. The style sheet keeps captions from shrinking (--scale).
 */
export const LEAST = 0.867;
const SCALES = {
  page: () => ({ least: LEAST, largest: 1.6 }),
  stage: () => {
    const unit = Math.min(innerWidth / 1920, innerHeight / 1080);
    return { least: 1.6 * unit, largest: 3 * unit };
  },
};
const MARGIN = 24; // pixels around a group that is kept in sight

/** Where nothing scrolls, the plain wheel zooms: on the page, unless its parts are stacked. */
const plainWheel = () =>
  !document.body.hasAttribute("data-embed") && matchMedia("(min-width: 1200px)").matches;

/**
 * Looks after the drawing on the stage.
 * @param {() => void} onRoom its box has another size, or another least scale
 */
export function createView(onRoom) {
  const stage = byId("stage");
  const canvas = byId("picture");
  const button = /** @type {HTMLButtonElement} */ (byId("whole"));
  /** @type {SVGSVGElement | null} */
  let drawing = null;
  /** @type {Box} */
  let box = { x: 0, y: 0, width: 1, height: 1 };
  /** @type {"readable" | "whole" | "free"} fitted so that it can be read, or whole; free: the reader
   *  has moved it, and it is not fitted again by itself */
  let stance = "readable";
  /** @type {Element | null} the section that was open at the last step */
  let section = null;
  let fresh = false; // a drawing has come, and no step was looked at since
  /** @type {Box | null} the group that was opened in it, which stays in sight */
  let kept = null;
  /** @type {(() => Subject | null)} */
  let subject = () => null;
  let presenting = false;
  // What every frame of a movement asks for, measured when it changes: a question makes the browser
  // lay everything out.
  let seen = { width: 0, height: 0 };
  let scale = 0;
  /** @type {WeakMap<Element, Box | null>} */
  const extents = new WeakMap();
  const zoom = createZoom(stage, { plainWheel, drags, onChange: moved, onLifted: lifted });

  const scales = () => SCALES[presenting ? "stage" : "page"]();
  const view = () => ({ width: stage.clientWidth, height: stage.clientHeight });
  const fitting = () => fitBox(box, view(), scales());

  const openSection = () => drawing?.querySelector('.band[data-state="open"]') ?? null;

  /** What of the drawing is shown now: down to the end of the open section, where there are some. */
  function shown() {
    const open = openSection();
    if (!open) return box;
    if (!extents.has(open)) extents.set(open, extentOf(open));
    const extent = extents.get(open);
    return extent ? { ...box, height: extent.y + extent.height - box.y } : box;
  }
  const overflows = () => Object.values(beyond(zoom.goal(), box, seen)).includes(true);

  /** Whether one finger moves the drawing. In an embed, whose page it scrolls, only what was zoomed. */
  function drags() {
    const mayMove = stance === "free" || !document.body.hasAttribute("data-embed");
    return drawing !== null && mayMove && overflows();
  }

  /**
   * @param {import("./fit.js").Transform} transform
   * @param {boolean} [byReader]
   */
  function moved(transform, byReader = false) {
    if (byReader) stance = "free";
    // Captions do not grow beyond what they are beside tags of the least size.
    const next = Math.max(transform.k, scales().least);
    if (scale !== next) drawing?.style.setProperty("--scale", String(next));
    scale = next;
    const edges = Object.entries(beyond(transform, shown(), seen));
    for (const [edge, isBeyond] of edges)
      canvas.classList.toggle(`overflows-${edge}`, drawing !== null && isBeyond);
    const isPart = edges.some(([, isBeyond]) => isBeyond);
    canvas.classList.toggle("is-moved", stance === "free");
    button.hidden = !drawing || !(isPart || stance === "whole");
    button.setAttribute("aria-pressed", String(stance === "whole"));
  }

  /**
   * Has the step's result in sight.
   * @param {boolean} [arriving] the drawing has just been placed
   */
  function follow(arriving = false) {
    if (!overflows()) return;
    const step = subject();
    const opened = openSection() !== section;
    section = openSection();
    // a section that opens is seen from its top, below the row of sections
    const at = opened && stance === "readable" ? fitting() : zoom.goal();
    const next = step ? followBox(at, step, shown(), view(), arriving) : at;
    if (next !== zoom.goal()) zoom.place(next, !arriving);
    else moved(next);
  }

  /** A drawing that fingers made smaller than it has room for goes back to its place. */
  function lifted() {
    if (!drawing || overflows() || zoom.goal().k > fitting().k) return;
    stance = "readable";
    zoom.place(fitting(), true);
  }

  /** As large as it fits, but not smaller than it can be read. */
  function read() {
    stance = "readable";
    zoom.place(fitting());
    follow(true);
  }

  /** The whole drawing, however small. */
  function fit() {
    if (fitting().whole) return read();
    stance = "whole";
    zoom.place(fitBox(box, view(), { ...scales(), least: 0 }));
  }

  function refit() {
    seen = view();
    zoom.measure();
    if (drawing && stance === "whole") fit();
    else if (drawing && stance === "readable") read();
  }

  /**
   * Keeps a group where it was, unless the whole drawing can be seen.
   * @param {{part: Box, first: {x: number, y: number}, at: {x: number, y: number}}} group its extent,
   *   its first gate, and where its middle stood
   * @param {number} before the scale
   */
  function keep({ part, first, at }, before) {
    const next = fitting();
    if (stance !== "free" && next.whole) return;
    const scale = stance === "free" ? before : next.k;
    const options = { scale, least: scales().least, margin: MARGIN };
    zoom.place(keepBox(part, first, at, box, view(), options));
    kept = part;
  }

  button.addEventListener("click", () => (stance === "whole" ? read() : fit()));
  new ResizeObserver(() => {
    refit();
    onRoom();
  }).observe(stage);

  // On paper the whole drawing stands, whatever part of it is on the screen.
  addEventListener("beforeprint", () => {
    drawing?.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    drawing?.querySelector("g.view")?.removeAttribute("transform");
  });
  addEventListener("afterprint", () => {
    zoom.measure();
    if (drawing) zoom.place(zoom.goal());
  });

  return {
    /**
     * @param {SVGSVGElement | null} next a new drawing, or none
     * @param {Object} [change]
     * @param {boolean} [change.values] only numbers have changed: nothing is to move
     * @param {boolean} [change.regrouped] of the same program: a reader's own view stays
     * @param {Parameters<typeof keep>[0] | null} [change.group] that stays in sight
     */
    take(next, { values = false, regrouped = false, group = null } = {}) {
      const before = zoom.goal();
      const hidPart = overflows();
      drawing = next;
      seen = view();
      scale = 0;
      fresh = !values;
      kept = null;
      if (!next) return moved(before);
      const { x, y, width, height } = next.viewBox.baseVal;
      box = { x, y, width: Math.max(width, 1), height: Math.max(height, 1) };
      zoom.take(next, box);
      zoom.place(before);
      const stays = stance === "free" ? values || regrouped : values && (hidPart || !overflows());
      if (!stays && regrouped) refit();
      else if (!stays) read();
      if (group) keep(group, before.k);
    },

    /** @param {typeof subject} step what it is about; measured only where something is out of sight */
    look(step) {
      subject = step;
      const gate = kept && step()?.gate;
      const moves = !kept || (gate && within(gate, kept));
      if (moves) follow(fresh);
      fresh = false;
      kept = null;
    },

    /** @param {Box} part what was looked for */
    centre(part) {
      if (!overflows()) return;
      const { k: scale } = zoom.goal();
      const { width, height } = view();
      const at = { x: width / 2, y: height / 2 };
      const options = { scale, least: scale, margin: MARGIN };
      zoom.place(keepBox(part, part, at, box, view(), options), true);
    },

    fit,
    drags,

    /** @param {number} factor */
    zoomBy(factor) {
      stance = "free";
      zoom.by(factor);
    },

    /** Whether the whole drawing can be seen and read. */
    fits: () => !drawing || fitting().whole,

    /** The room that there is, in the drawing's units where it is as small as it can be read. */
    room: () => roundedDown(view(), scales().least),

    /** @param {boolean} on a stage the drawing may be larger, and must be */
    present(on) {
      presenting = on;
      stance = "readable";
      refit();
      onRoom();
    },
  };
}
