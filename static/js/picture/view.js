// What of a drawing is seen, and how large: fit, zoom, the fading edges, the current gate in sight.

import { byId } from "../lib/dom.js";
import { fitBox, keepBox } from "./fit.js";
import { createOverview } from "./overview.js";
import { createZoom } from "./zoom.js";

/** @typedef {import("./fit.js").Box} Box */

/**
 * How far Fit may shrink and grow a picture. The text of tags is 15 units: 13 pixels at 0.867.
 * On a stage it is 24 of 1080 at least. The style sheet keeps captions from shrinking (--scale).
 */
const SCALES = {
  page: () => ({ smallestFit: 0.867, largestFit: 1.6, padding: 0 }),
  phone: () => ({ smallestFit: 1.1, largestFit: 1.4, padding: 16 }),
  stage: () => {
    const unit = Math.min(innerWidth / 1920, innerHeight / 1080);
    return { smallestFit: 1.6 * unit, largestFit: 3 * unit, padding: 16 * unit };
  },
};
const SLACK = 2; // pixels
const MARGIN = 24; // pixels around a group that is kept in sight
const LEAST_ROOM = 200; // pixels of a phone's stage that has a map

/** Where nothing scrolls, the plain wheel zooms: on the page, unless its parts are stacked. */
const plainWheel = () =>
  !document.body.hasAttribute("data-embed") && matchMedia("(min-width: 1200px)").matches;

const isPhone = () => matchMedia("(max-width: 599px)").matches;

/**
 * The middle of the view along one axis that shows `at` without leaving the drawing.
 * @param {number} at
 * @param {number} from
 * @param {number} size of the drawing
 * @param {number} seen how much of it the view shows
 */
export function middle(at, from, size, seen) {
  if (seen >= size) return from + size / 2;
  return Math.min(Math.max(at, from + seen / 2), from + size - seen / 2);
}

/**
 * @param {{x: number, y: number}} point
 * @param {Box} box
 */
export const within = ({ x, y }, box) =>
  x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;

/** Looks after the drawing on the stage. */
export function createView() {
  const stage = byId("stage");
  const canvas = byId("picture");
  const overview = createOverview((x, y) => zoom.panTo(x, y));
  /** @type {SVGSVGElement | null} */
  let drawing = null;
  let fresh = false; // a drawing has come, and no step was looked at since
  /** @type {Box | null} the group that was opened in it, which stays in sight */
  let kept = null;
  /** @type {Box} */
  let box = { x: 0, y: 0, width: 1, height: 1 };
  /** @type {{x: number, y: number} | null} */
  let centre = null;
  let overflows = false;
  let presenting = false;
  let held = false; // a pointer is down on the picture
  let free = false; // the reader has moved it: it is not fitted again by itself
  let zoom = makeZoom();

  function scales() {
    const tight = isPhone() && box.width * SCALES.page().smallestFit > stage.clientWidth;
    return (presenting ? SCALES.stage : tight ? SCALES.phone : SCALES.page)();
  }

  function makeZoom() {
    return createZoom(stage, { ...scales(), plainWheel: plainWheel(), onChange: moved });
  }

  /** @param {{k: number, x: number, y: number}} transform */
  function moved({ k, x, y }) {
    drawing?.style.setProperty("--scale", String(k));
    const view = { width: stage.clientWidth, height: stage.clientHeight };
    const left = box.x * k + x < -SLACK;
    const right = (box.x + box.width) * k + x > view.width + SLACK;
    const top = box.y * k + y < -SLACK;
    const bottom = (box.y + box.height) * k + y > view.height + SLACK;
    overflows = left || right || top || bottom;
    if (held) free = true;
    canvas.classList.toggle("is-moved", free);
    canvas.classList.toggle("overflows-left", left);
    canvas.classList.toggle("overflows-right", right);
    canvas.classList.toggle("overflows-top", top);
    canvas.classList.toggle("overflows-bottom", bottom);
    const share = isPhone() ? 1.5 : 1.1; // where little is out of sight, a map would only cover it
    const much = box.width * k > share * view.width || box.height * k > share * view.height;
    const seen = { x: -x / k, y: -y / k, width: view.width / k, height: view.height / k };
    const room = !isPhone() || view.height >= LEAST_ROOM; // a map over a low picture hides it
    overview.frame(overflows && much && room, seen, k);
  }

  /**
   * Brings the centre into the middle half of the view.
   * @param {boolean} [animate]
   */
  function follow(animate = true) {
    if (!overflows || !centre) return;
    const { k, x, y } = zoom.transform();
    const { clientWidth: width, clientHeight: height } = stage;
    const central = (/** @type {number} */ at, /** @type {number} */ size) =>
      at >= size / 4 && at <= (size * 3) / 4;
    if (central(centre.x * k + x, width) && central(centre.y * k + y, height)) return;
    toMiddle(animate);
  }

  /** @param {boolean} animate */
  function toMiddle(animate) {
    if (!centre) return;
    const { k } = zoom.transform();
    zoom.panTo(
      middle(centre.x, box.x, box.width, stage.clientWidth / k),
      middle(centre.y, box.y, box.height, stage.clientHeight / k),
      animate,
    );
  }

  /** @param {{x: number, y: number}} point of the drawing */
  function seen({ x, y }) {
    const at = zoom.transform();
    const [left, top] = [x * at.k + at.x, y * at.k + at.y];
    return left >= 0 && left <= stage.clientWidth && top >= 0 && top <= stage.clientHeight;
  }

  /**
   * Keeps a group where it was, unless the whole drawing can be seen.
   * @param {{part: Box, first: {x: number, y: number}, at: {x: number, y: number}}} group its extent,
   *   its first gate, and where its middle stood
   * @param {number} scale before
   */
  function keep({ part, first, at }, scale) {
    const view = { width: stage.clientWidth, height: stage.clientHeight };
    const options = scales();
    const whole = fitBox(box, view, options);
    if (!free && whole.whole) return;
    const { smallestFit } = options;
    const now = free ? scale : whole.k;
    zoom.place(keepBox(part, first, at, box, view, { scale: now, smallestFit, margin: MARGIN }));
    kept = part;
  }

  function fit() {
    free = false;
    zoom.fit();
    follow();
  }

  function remake() {
    zoom.destroy();
    zoom = makeZoom();
    if (!drawing) return;
    drawing.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    zoom.apply(drawing);
  }

  stage.addEventListener("pointerdown", () => {
    held = true;
  });
  addEventListener("pointerup", () => {
    held = false;
  });
  const wheel = (/** @type {WheelEvent} */ event) => {
    if (plainWheel() || event.ctrlKey || event.metaKey) free = true;
  };
  stage.addEventListener("wheel", wheel, { passive: true });
  new ResizeObserver(() => {
    if (drawing && !free) fit();
  }).observe(stage);

  // On paper the whole drawing stands, whatever part of it is on the screen.
  addEventListener("beforeprint", () => {
    drawing?.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    drawing?.querySelector("g.view")?.removeAttribute("transform");
  });
  addEventListener("afterprint", () => {
    if (drawing) zoom.apply(drawing);
  });

  return {
    /**
     * @param {SVGSVGElement | null} next a new drawing, or none
     * @param {Parameters<typeof keep>[0] | null} [group] that stays in sight
     */
    take(next, group = null) {
      const { k } = zoom.transform();
      drawing = next;
      fresh = true;
      kept = null;
      if (!next) return overview.frame(false);
      const { x, y, width, height } = next.viewBox.baseVal;
      box = { x, y, width, height };
      overview.load(next, box);
      if (isPhone())
        remake(); // on a phone the scale depends on the drawing
      else zoom.apply(next);
      if (!free) zoom.fit();
      if (group) keep(group, k);
    },

    /** @param {{x: number, y: number} | null} point what the step is about */
    look(point) {
      centre = point;
      const moves = !kept || (point && within(point, kept) && !seen(point));
      if (moves) follow(!fresh); // a drawing that has just come stands where it is to stand at once
      fresh = false;
      kept = null;
    },

    /** @param {{x: number, y: number}} point what was looked for */
    centre(point) {
      centre = point;
      if (overflows) toMiddle(true);
    },

    fit,

    /** @param {number} factor */
    zoomBy(factor) {
      free = true;
      zoom.zoomBy(factor);
    },

    /** @param {boolean} on a stage the drawing may be larger, and must be */
    present(on) {
      presenting = on;
      remake();
      if (drawing) fit();
    },
  };
}
